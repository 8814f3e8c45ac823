using ConformanceKit.Grading;
using ConformanceKit.Model;
using ConformanceKit.Running.Authoring;

namespace ConformanceKit.Scenarios.Robustness;

/// <summary>A client that mistook the proxy for something else (RFC 9112 §2.2).</summary>
public sealed class NotHttp(string proxy) : Scenario(proxy)
{
    // Both end with empty lines, so that a proxy which waits for the end of a line, or of a head, gets it.
    [Requirement("robustness/garbage",
        Title = "What is not HTTP is rejected with 400, and the connection is closed")]
    [Input("tls",
        "\u0016\u0003\u0001\0\u002f\u0001\0\0\u002b\u0003\u0003random bytes thirty-two of "
        + "them\0\0\u0002\u0013\u0001\u0001\0\0\0\r\n\r\n")]
    [Input("socks5", "\u0005\u0001\0\r\n\r\n")]
    public async Task What_is_not_HTTP_is_answered_400_and_the_connection_is_closed(string bytes)
    {
        await using var client = await Proxy.DialAsync();

        // If the proxy closed at once, there is nothing more to check.
        if (await AssertRefusedAsync(client, bytes, "it is not HTTP", meant: null) is not null)
            await client.Should().BeClosedAsync();
    }
}
