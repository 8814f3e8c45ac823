using ConformanceKit.ReferenceProxy.Http2;

namespace ConformanceKit.ReferenceProxy.Tests.Http2;

/// <summary>
/// What a hostile client may send in HTTP/2 (RFC 9113 §10.5). Its connection ends with the right code, or goes on; nobody else
/// notices; and the proxy, whose heap must not grow beyond 64 MiB here, does not run out of memory.
/// </summary>
internal sealed class HostileTests : IDisposable
{
    private const int HeapLimit = 64 << 20;
    private static readonly byte[] s_connect = Http2Peer.Block(":method: CONNECT", ":authority: 127.0.0.1:1");
    private static readonly byte[] s_farewell = "farewell"u8.ToArray();
    private static ProxyProcess? s_proxy;

    private readonly List<IDisposable> _opened = [];
    private readonly Origin _origin = new();

    // The same for all of them, so that what one leaves behind adds to the next one's.
    [OneTimeSetUp]
    public static async Task StartAsync() => s_proxy = await ProxyProcess.StartSmallAsync(HeapLimit);

    [OneTimeTearDown]
    public static async Task StopAsync()
    {
        using var proxy = s_proxy!;
        (await proxy.EndAsync()).Should().BeEmpty();
    }

    private static IEnumerable<TestCaseData> Errors()
    {
        yield return Error("requests of HTTP/1 after the preface", ErrorCode.FrameSizeError,
            Bytes.Of("GET http://127.0.0.1:1/ HTTP/1.1\r\nHost: 127.0.0.1:1\r\n\r\n"), times: 1000);
        yield return Error("zeros", ErrorCode.ProtocolError, new byte[1 << 20]);
        yield return Error("DATA of 16 MiB", ErrorCode.FrameSizeError, [0xff, 0xff, 0xff, 0, 0, 0, 0, 0, 1]);
        yield return Error("HEADERS of 16 MiB", ErrorCode.FrameSizeError, [0xff, 0xff, 0xff, 1, 4, 0, 0, 0, 1, .. s_connect]);
        yield return Error("SETTINGS of 16 MiB", ErrorCode.FrameSizeError, [0xff, 0xff, 0xff, 4, 0, 0, 0, 0, 0]);
        yield return Error("an unknown frame of 16 MiB", ErrorCode.FrameSizeError, [0xff, 0xff, 0xff, 0xfa, 0, 0, 0, 0, 0]);
        yield return Error("CONTINUATION without end", ErrorCode.EnhanceYourCalm,
            Http2Peer.Frame(FrameType.Continuation, FrameFlags.None, 1, new byte[16 * 1024]), times: 1000,
            first: Http2Peer.Frame(FrameType.Headers, FrameFlags.None, 1, s_connect));
        yield return Error("500 streams that are reset", ErrorCode.EnhanceYourCalm, OnStreams(500, stream =>
        [
            .. Http2Peer.Frame(FrameType.Headers, FrameFlags.EndHeaders, stream, s_connect),
            .. Http2Peer.Frame(FrameType.ResetStream, FrameFlags.None, stream, Http2Peer.Number((uint)ErrorCode.Cancel)),
        ]));
        yield return Error("500 streams that are malformed", ErrorCode.EnhanceYourCalm, OnStreams(500, stream =>
            Http2Peer.Frame(FrameType.Headers, FrameFlags.EndHeaders, stream, Http2Peer.Block(":method: CONNECT"))));
        yield return Error("WINDOW_UPDATE of 0", ErrorCode.ProtocolError,
            Http2Peer.Frame(FrameType.WindowUpdate, FrameFlags.None, 0, new byte[4]));
        yield return Error("WINDOW_UPDATE beyond the limit", ErrorCode.FlowControlError,
            Http2Peer.Frame(FrameType.WindowUpdate, FrameFlags.None, 0, Http2Peer.Number(int.MaxValue)));
    }

    private static IEnumerable<TestCaseData> Efforts()
    {
        yield return Effort("a flood of PING", Http2Peer.Frame(FrameType.Ping, FrameFlags.None, 0, new byte[8]), 50_000);
        yield return Effort("a flood of SETTINGS", Http2Peer.Frame(
            FrameType.Settings, FrameFlags.None, 0, 0, 4, 0, 0, 0, 0, 0, 4, 0, 1, 0, 0), 50_000);
        yield return Effort("a flood of PRIORITY", Http2Peer.Frame(
            FrameType.Priority, FrameFlags.None, 1, new byte[5]), 50_000);

        // Twelve thousand times the field that it adds to the table: 48 MB in 16 KiB (RFC 7541 §7.3).
        byte[] bomb =
        [
            0x40, 1, (byte)'x', 0x7f, 0xa1, 0x1e, .. Enumerable.Repeat((byte)'y', 4000), .. Enumerable.Repeat((byte)0xbe, 12_000),
        ];
        yield return Effort("HPACK bombs", OnStreams(100, stream => Http2Peer.Frame(
            FrameType.Headers, FrameFlags.EndHeaders | FrameFlags.EndStream, stream, bomb)));
    }

    [TestCaseSource(nameof(Errors))]
    public async Task It_ends_the_connection_and_no_other(byte[] first, byte[] repeated, int times, object code)
    {
        var (other, origin) = await TunnelAsync();
        var client = Keep(await Http2Peer.DialAsync(s_proxy!.EndPoint));
        var end = client.ReadToGoAwayAsync();
        await TrySendAsync(client, first, repeated, times);
        (await end).Should().Be((ErrorCode)code);
        await MustBeServedAsync(other, origin);
    }

    [TestCaseSource(nameof(Efforts))]
    public async Task It_makes_work_and_nothing_else(byte[] first, byte[] repeated, int times)
    {
        var (other, origin) = await TunnelAsync();
        var client = Keep(await Http2Peer.DialAsync(s_proxy!.EndPoint));
        var answered = ReadToFarewellAsync(client);
        await TrySendAsync(client, first, repeated, times);
        await client.SendAsync(FrameType.Ping, FrameFlags.None, 0, s_farewell);
        await answered;
        await MustBeServedAsync(other, origin);
    }

    [Test]
    public async Task A_client_that_takes_nothing_of_what_it_asked_for_keeps_no_other_waiting()
    {
        const int streams = 20;
        var much = new byte[32 << 20];
        var (other, origin) = await TunnelAsync();
        var client = Keep(await Http2Peer.DialAsync(s_proxy!.EndPoint, grants: false, 0, 4, 0x7f, 0xff, 0xff, 0xff));
        await client.GrantAsync(0, int.MaxValue - FlowControlWindow.Initial);
        using var generous = new Origin();
        var sending = new List<Task>();
        for (var stream = 1; sending.Count < streams; stream += 2)
        {
            await client.ConnectAsync(stream, generous.Authority);
            sending.Add(Keep(await generous.AcceptAsync()).SendAsync(much));
        }

        await MustBeServedAsync(other, origin);
        sending.Should().OnlyContain(one => !one.IsCompleted);
        client.Dispose();
        await sending.Awaiting(Task.WhenAll).Should().ThrowAsync<SocketException>();
    }

    public void Dispose()
    {
        _opened.ForEach(one => one.Dispose());
        _origin.Dispose();
    }

    private static TestCaseData Error(string name, ErrorCode code, byte[] repeated, int times = 1, byte[]? first = null) =>
        new(first ?? [], repeated, times, code) { TestName = name };

    private static TestCaseData Effort(string name, byte[] repeated, int times = 1) =>
        new(Array.Empty<byte>(), repeated, times) { TestName = name };

    private static byte[] OnStreams(int count, Func<int, byte[]> frames) =>
        [.. Enumerable.Range(0, count).SelectMany(at => frames((2 * at) + 1))];

    private static async Task TrySendAsync(Http2Peer client, byte[] first, byte[] repeated, int times)
    {
        var pieces = Math.Clamp(64 * 1024 / repeated.Length, 1, times);
        byte[] piece = [.. Enumerable.Repeat(repeated, pieces).SelectMany(one => one)];
        try
        {
            await client.SendAsync(first);
            for (var sent = 0; sent < times; sent += pieces)
                await client.SendAsync(piece);
        }
        catch (IOException)
        {
            // The proxy has had enough.
        }
    }

    private static async Task ReadToFarewellAsync(Http2Peer client)
    {
        while (await client.ReadAsync(FrameType.Ping) is { } answer && !answer.Payload.AsSpan().SequenceEqual(s_farewell))
        {
            // An answer to another one.
        }
    }

    private async Task<(Http2Peer Client, Peer Origin)> TunnelAsync()
    {
        var client = Keep(await Http2Peer.DialAsync(s_proxy!.EndPoint));
        await client.ConnectAsync(1, _origin.Authority);
        (await client.ReadHeadAsync(1)).Should().Be(":status: 200");
        return (client, Keep(await _origin.AcceptAsync()));
    }

    // The tunnel that was there before, and one that a client of HTTP/1 opens now.
    private async Task MustBeServedAsync(Http2Peer other, Peer origin)
    {
        await other.DataAsync(1, "up");
        (await origin.ReadAsync(2)).Should().Be("up");
        await origin.SendAsync("down");
        (await other.ReadAsync()).Text.Should().Be("down");

        using var client = await Peer.DialAsync(s_proxy!.EndPoint);
        await client.SendAsync($"CONNECT {_origin.Authority} HTTP/1.1\r\nHost: {_origin.Authority}\r\n\r\n");
        (await client.ReadHeadAsync()).Should().StartWith("HTTP/1.1 200 ");
        using var accepted = await _origin.AcceptAsync();
    }

    private T Keep<T>(T opened) where T : IDisposable
    {
        _opened.Add(opened);
        return opened;
    }
}
