using System.Globalization;
using ConformanceKit.Grading;
using ConformanceKit.Model;
using ConformanceKit.Running.Authoring;

namespace ConformanceKit.Scenarios.Robustness;

/// <summary>Clients that begin with a protocol other than HTTP/1, some part of which looks like it (RFC 9112 §2.2).</summary>
public sealed class OtherProtocols(string proxy) : Scenario(proxy)
{
    private const string Get = "GET {0} HTTP/1.1\r\nHost: {1}\r\n\r\n";

    // The signature, and a PROXY header for a connection from 127.0.0.1:1 to 127.0.0.1:2.
    private const string ProxyV2 = "\r\n\r\n\0\r\nQUIT\n\u0021\u0011\0\u000c\u007f\0\0\u0001\u007f\0\0\u0001\0\u0001\0\u0002";

    [Requirement("robustness/other-protocols")]
    [Input("http2-preface", Http2Port.Beginning)]
    [Input("ssh", "SSH-2.0-OpenSSH_9.2\r\n\r\n")]
    [Input("proxy-v1", "PROXY TCP4 127.0.0.1 127.0.0.1 1 2\r\n" + Get)]
    [Input("proxy-v2", ProxyV2 + Get)]
    [Input("smtp", "EHLO client.test\r\n\r\n")]
    public async Task Another_protocol_is_rejected_and_the_connection_is_closed(string format)
    {
        if (format == Http2Port.Beginning)
            await Proxy.RequireNoHttp2Async();
        await using var origin = await Origins.HttpAsync(Answers.Ok);
        await using var client = await Proxy.DialAsync();
        var bytes = string.Format(CultureInfo.InvariantCulture, format, origin.Http("/x"), origin.Authority);

        var response = await AssertRefusedAsync(client, bytes, "it is not an HTTP/1 message", origin);

        if (response is not null)
            await client.Should().BeClosedAsync("what follows is not HTTP/1 either");
    }
}
