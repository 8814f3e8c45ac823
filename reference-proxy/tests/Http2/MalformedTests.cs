using ConformanceKit.ReferenceProxy.Http2;

namespace ConformanceKit.ReferenceProxy.Tests.Http2;

/// <summary>Malformed requests are stream errors, and nothing of them reaches an origin (RFC 9113 §8.1.1).</summary>
internal sealed class MalformedTests : Http2Test
{
    private const string Connect = ":method: CONNECT|:authority: o:1";
    private const string Request = ":method: GET|:scheme: http|:authority: o|:path: /";

    [TestCase("CONNECT with a scheme", $"{Connect}|:scheme: http")]
    [TestCase("CONNECT with a path", $"{Connect}|:path: /")]
    [TestCase("CONNECT without an authority", ":method: CONNECT")]
    [TestCase("CONNECT with Host alone", ":method: CONNECT|host: o:1")]
    [TestCase("CONNECT with an empty authority", ":method: CONNECT|:authority: ")]
    [TestCase("another Host", $"{Connect}|host: other:1")]
    [TestCase("another port in Host", $"{Connect}|host: o:2")]
    [TestCase("two Hosts", $"{Connect}|host: o:1|host: o:1")]
    [TestCase("extended CONNECT", $"{Request}|:protocol: websocket")]
    [TestCase("a repeated pseudo-header field", $"{Connect}|:authority: o:1")]
    [TestCase("a late pseudo-header field", ":method: CONNECT|x: y|:authority: o:1")]
    [TestCase("an unknown pseudo-header field", $"{Connect}|:foo: bar")]
    [TestCase("a pseudo-header field of responses", $"{Connect}|:status: 200")]
    [TestCase("no method", ":scheme: http|:authority: o|:path: /")]
    [TestCase("no scheme", ":method: GET|:authority: o|:path: /")]
    [TestCase("no path", ":method: GET|:authority: o|:scheme: http")]
    [TestCase("an empty path", ":method: GET|:authority: o|:scheme: http|:path: ")]
    [TestCase("no authority", ":method: GET|:scheme: http|:path: /")]
    [TestCase("a method with a space", ":method: GET /|:scheme: http|:authority: o|:path: /")]
    [TestCase("a path with a space", ":method: GET|:scheme: http|:authority: o|:path: / HTTP/1.1")]
    [TestCase("a path with CR and LF", ":method: GET|:scheme: http|:authority: o|:path: /\r\nx: y")]
    [TestCase("a path that does not begin with a slash", ":method: GET|:scheme: http|:authority: o|:path: x")]
    [TestCase("an asterisk for GET", ":method: GET|:scheme: http|:authority: o|:path: *")]
    [TestCase("a fragment", ":method: GET|:scheme: http|:authority: o|:path: /#x")]
    [TestCase("an authority with LF", ":method: GET|:scheme: http|:authority: o\nx|:path: /")]
    [TestCase("an upper-case name", $"{Request}|X: y")]
    [TestCase("a name with a space", $"{Request}|a b: y")]
    [TestCase("a name with a colon", $"{Request}|a:b: y")]
    [TestCase("a name with NUL", $"{Request}|a\0: y")]
    [TestCase("a name with DEL", $"{Request}|a\u007f: y")]
    [TestCase("a name beyond ASCII", $"{Request}|\u00e4: y")]
    [TestCase("a value with CR", $"{Request}|x: a\rb")]
    [TestCase("a value with LF", $"{Request}|x: a\r\nevil: b")]
    [TestCase("a value with NUL", $"{Request}|x: a\0")]
    [TestCase("a value with SP before it", $"{Request}|x:  a")]
    [TestCase("a value with HTAB after it", $"{Request}|x: a\t")]
    [TestCase("connection", $"{Request}|connection: close")]
    [TestCase("proxy-connection", $"{Request}|proxy-connection: keep-alive")]
    [TestCase("keep-alive", $"{Request}|keep-alive: 1")]
    [TestCase("transfer-encoding", $"{Request}|transfer-encoding: chunked")]
    [TestCase("upgrade", $"{Request}|upgrade: h2c")]
    [TestCase("te", $"{Request}|te: gzip")]
    [TestCase("a length that is none", $"{Request}|content-length: x")]
    [TestCase("a length without content", $"{Request}|content-length: 3")]
    public async Task It_is_malformed(string name, string fields)
    {
        var client = await DialHttp2Async();
        await client.HeadersAsync(1, ends: true, fields.Split('|'));
        await MustBeMalformedAsync(client, 1, name);
        await TunnelAsync(client, 3);
        Log.Should().NotContain(line => line.Contains("dials o "));
    }

    [TestCase(":method: CONNECT|:authority: o", "400")]
    [TestCase(":method: CONNECT|:authority: u@o:1", "400")]
    [TestCase(":method: CONNECT|:authority: o:1/x", "400")]
    [TestCase(":method: CONNECT|:authority: o:0x50", "400")]
    [TestCase(":method: CONNECT|:authority: o:65536", "400")]
    [TestCase(":method: CONNECT|:authority: ::1:80", "400")]
    [TestCase($"{Connect}|content-length: 3", "400")]
    [TestCase(":method: GET|:scheme: https|:authority: o|:path: /", "501")]
    [TestCase(":method: GET|:scheme: http://evil/?|:authority: o|:path: /", "501")]
    [TestCase(":method: GET|:scheme: http|:authority: o/evil|:path: /", "400")]
    public async Task It_is_refused_without_a_reset(string fields, string status)
    {
        var client = await DialHttp2Async();
        await client.HeadersAsync(1, ends: fields.Contains("GET"), fields.Split('|'));
        (await client.ReadHeadAsync(1)).Should().StartWith($":status: {status}\n");
        await client.ReadToEndAsync(1);
        if (!fields.Contains("GET"))
            (await client.ReadResetAsync(1)).Should().Be(ErrorCode.NoError);
        await TunnelAsync(client, 3);
    }

    [Test]
    public async Task A_malformed_block_is_decoded_all_the_same()
    {
        // The name is added to the dynamic table by a malformed request, and used by a valid one.
        var client = await DialHttp2Async();
        byte[] added = [0x40, 1, (byte)'x', 1, (byte)'y', .. Http2Peer.Block("X: bad")];
        await client.SendAsync(FrameType.Headers, FrameFlags.EndHeaders | FrameFlags.EndStream, 1, added);
        await MustBeMalformedAsync(client, 1, "an upper-case name");
        byte[] used = [.. Http2Peer.Block(Http2Peer.Request("GET", Origin.Authority, "/")), 0xbe];
        await client.SendAsync(FrameType.Headers, FrameFlags.EndHeaders | FrameFlags.EndStream, 3, used);
        using var origin = await Origin.AcceptAsync();
        (await origin.ReadHeadAsync()).Should().Contain("\r\nx: y\r\n");
    }

    [Test]
    public async Task Pseudo_header_fields_in_a_trailer_section_are_malformed()
    {
        var client = await DialHttp2Async();
        await client.HeadersAsync(1, ends: false, Http2Peer.Request("POST", Origin.Authority, "/x"));
        using var origin = await Origin.AcceptAsync();
        await client.HeadersAsync(1, ends: true, ":path: /");
        (await client.ReadResetAsync(1)).Should().Be(ErrorCode.ProtocolError);
    }

    // A response, and not END_STREAM but RST_STREAM: on a stream that both sides have ended, nothing may be sent (§5.1).
    private static async Task MustBeMalformedAsync(Http2Peer client, int stream, string why)
    {
        (await client.ReadHeadAsync(stream, ends: false)).Should().StartWith(":status: 400\n", why);
        (await client.ReadAsync()).Should().BeEquivalentTo(new { Type = FrameType.Data, EndsStream = false });
        (await client.ReadResetAsync(stream)).Should().Be(ErrorCode.ProtocolError);
    }
}
