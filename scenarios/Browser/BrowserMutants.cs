using System.Collections.Concurrent;
using System.Net.Sockets;
using ConformanceKit.Model;
using ConformanceKit.Mutants;
using ConformanceKit.UnderTest;
using ConformanceKit.Wire.Http2;
using static ConformanceKit.Scenarios.Http2.Http2Flaws;

namespace ConformanceKit.Scenarios.Browser;

/// <summary>Proxies that a browser cannot work with.</summary>
internal static class BrowserMutants
{
    private const string UserAgent = "user-agent";

    [Mutant("rejects-proxy-connection",
        "rejects requests with Proxy-Connection, which HTTP does not define but browsers still send")]
    [Kills("browser/http-page", ReasonIds.PageDiffers)]
    [Kills("browser/https-page", ReasonIds.PageFailed)]
    [Kills("websocket/wss/page-script", ReasonIds.ScriptFailed)]
    [Related("hop-by-hop/proxy-connection")]
    public static Flaw RejectsProxyConnection() => new Flaw().Answer(head => head.Field("Proxy-Connection") is not null
        ? "HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 3\r\n\r\nno\n"
        : null);

    [Mutant("allows-three-tunnels-to-an-origin", "answers 503 to a CONNECT while three tunnels to the same origin are open")]
    [Kills("browser/parallel", ReasonIds.PageDiffers)]
    [Related("tunnel/slow-dial-isolated", "tunnel/first-octets")]
    public static Flaw AllowsThreeTunnels()
    {
        string? counted = null;
        return new Flaw()
            .Answer(head =>
            {
                if (!head.IsConnect)
                    return null;
                if (s_openTunnels.AddOrUpdate(head.Target, 1, (_, count) => count + 1) <= 3)
                {
                    counted = head.Target;
                    return null;
                }
                s_openTunnels.AddOrUpdate(head.Target, 0, (_, count) => count - 1);
                return "HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nContent-Length: 3\r\n\r\nno\n";
            })
            .Filter(Leg.FromClient, next => new Counted(next, () =>
            {
                if (counted is not null)
                    s_openTunnels.AddOrUpdate(counted, 0, (_, count) => count - 1);
                counted = null;
            }));
    }

    [Mutant("shows-its-error-as-the-origins-page", "opens a tunnel to a page of its own if the origin cannot be reached")]
    [Kills("browser/error-not-spoofed", ReasonIds.PageSpoofed)]
    [Related("connect-errors/*")]
    public static Flaw ShowsItsError() => new Flaw().Options(options => options with
    {
        Connect = async (address, cancel) =>
        {
            var origin = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                await origin.ConnectAsync(address, cancel);
                return origin;
            }
            catch (SocketException refused) when (refused.SocketErrorCode == SocketError.ConnectionRefused)
            {
                origin.Dispose();
                return await ErrorPage.OpenAsync(address.Address, cancel);
            }
        },
    });

    [Mutant("resets-streams-of-browsers", "resets streams whose requests say which browser sends them")]
    [Kills("browser/http-page/h2", ReasonIds.PageFailed)]
    [Kills("browser/https-page/h2", ReasonIds.PageFailed)]
    [Kills("browser/parallel/h2", ReasonIds.PageFailed)]
    [Kills("websocket/wss/page-script-h2", ReasonIds.ScriptFailed)]
    public static Flaw ResetsStreams() => Broken().Frames(Leg.ToClient, (frame, streams) =>
    {
        if (frame.StreamId == 0 || streams.Of(frame.StreamId).Request?.Value(UserAgent) is null)
            return [frame];
        return frame.Type == FrameTypes.Headers ? [Frame.RstStream(frame.StreamId, ErrorCodes.InternalError)] : [];
    });

    [Mutant("never-hears-a-browsers-password",
        "asks on a stream for credentials that the request has, if it says which browser sends it")]
    [Kills("browser/basic-407/h2", ReasonIds.PageFailed)]
    public static Flaw NeverHearsAPassword() => new Flaw().Only(ListenerNames.H2Auth).RequestFields(fields =>
    {
        if (fields.Value(UserAgent) is not null)
            fields.Remove("proxy-authorization");
    });

    // Across all connections to the mutant, by target.
    private static readonly ConcurrentDictionary<string, int> s_openTunnels = new();

    private sealed class Counted(ByteSink next, Action ended) : ByteFilter(next)
    {
        public override Task FinishAsync()
        {
            ended();
            return base.FinishAsync();
        }

        public override Task ResetAsync()
        {
            ended();
            return base.ResetAsync();
        }
    }
}
