using ConformanceKit.Model;
using ConformanceKit.Running.Authoring;

namespace ConformanceKit.Scenarios;

/// <summary>What a client sends first that speaks HTTP/2 to a port on which that may not be spoken (RFC 9113 §3.4).</summary>
internal static class Http2Port
{
    /// <summary>The connection preface, and empty SETTINGS.</summary>
    public const string Beginning = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\u0004\0\0\0\0\0";

    /// <summary>The port for HTTP/1 takes no HTTP/2: a server that does begins with SETTINGS.</summary>
    /// <param name="proxy">The proxy.</param>
    /// <exception cref="NotApplicableException">It does.</exception>
    public static async Task RequireNoHttp2Async(this ProxyHandle proxy)
    {
        await using var client = await proxy.DialAsync();
        await client.SendAsync(Beginning);
        try
        {
            if (!await client.IsClosedAsync() && await client.ReadSomeAsync() is [0, 0, _, 4, ..])
                throw new NotApplicableException("the proxy speaks HTTP/2 on this port");
        }
        catch (RequirementBrokenException silent) when (silent.ReasonId == ReasonIds.BytesTimeout)
        {
            // Neither does one that says nothing.
        }
    }
}
