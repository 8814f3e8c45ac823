using ConformanceKit.Fuzz.Kit;
using ConformanceKit.Fuzz.Reference;

namespace ConformanceKit.Fuzz;

/// <summary>Every parser of the reference and of the kit.</summary>
internal static class Targets
{
    /// <summary>All of them, those of the reference first.</summary>
    public static IReadOnlyList<Target> All { get; } =
    [
        new("reference-request", "the head of a request", Heads.Request),
        new("reference-response", "the head of a response", Heads.Response),
        new("reference-chunks", "a chunked body", Bodies.Chunks),
        new("reference-target", "the target of a request", Reference.Fields.Target),
        new("reference-lists", "Connection, Transfer-Encoding and Content-Length", Reference.Fields.Lists),
        new("reference-via", "Via", Reference.Fields.Via),
        new("reference-credentials", "Proxy-Authorization", Reference.Fields.Credentials),
        new("reference-socks", "SOCKS5, as a client speaks it", Socks.Client),
        new("reference-hpack", "field blocks, compressed", Compression.Blocks),
        new("reference-frames", "frames of HTTP/2, and the requests in them", Frames.Requests),
        new("reference-trace", "an exchange, for a trace", Tracing.Exchange),
        new("reference-options", "the values of its options", Configuration.Options),

        new("kit-requests", "requests, as an origin gets them", Messages.Requests),
        new("kit-responses", "responses, as a client gets them", Messages.Responses),
        new("kit-structured", "a structured field", Kit.Fields.Structured),
        new("kit-challenges", "Proxy-Authenticate, and the Digest that answers it", Kit.Fields.Challenges),
        new("kit-frames", "frames of HTTP/2, for the record", Protocols.Frames),
        new("kit-socks", "SOCKS5, as a proxy speaks it", Protocols.Socks),
        new("kit-telnet", "Telnet", Protocols.TelnetDialogue),
        new("kit-websocket-server", "frames of a WebSocket server", Protocols.WebSocketServer),
        new("kit-websocket-client", "the handshake and the frames of a WebSocket client", Protocols.WebSocketClient),
        new("kit-proxy-json", "the description of a proxy", Files.Proxy),
        new("kit-client-json", "the description of a client", Files.Client),
        new("kit-baseline", "a baseline", Files.Baseline),
        new("kit-report", "a saved report with its evidence", Files.Report),
    ];

    /// <summary>The one with a name, or null.</summary>
    public static Target? Find(string name) => All.FirstOrDefault(target => target.Name == name);
}
