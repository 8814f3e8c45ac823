using ConformanceKit.ReferenceProxy.Explaining;
using ConformanceKit.ReferenceProxy.Recording;

namespace ConformanceKit.Fuzz.Reference;

/// <summary>What a trace makes of bytes that nobody has checked: heads, TLS, SOCKS5 and frames.</summary>
internal static class Tracing
{
    private const string Client = "client 1";
    private const string Origin = "origin 1";

    private static readonly (string Connection, Party From, Party To)[] s_ways =
    [
        (Client, Party.Client, Party.Proxy), (Origin, Party.Proxy, Party.Origin),
        (Origin, Party.Origin, Party.Proxy), (Client, Party.Proxy, Party.Client),
    ];

    /// <summary>
    /// An exchange, in which each portion follows two bytes: who sends it to whom, and how long it is. Nothing makes the
    /// explanation throw, and credentials are masked in the same places whatever the pieces.
    /// </summary>
    public static void Exchange(byte[] bytes)
    {
        // 1. Explain it.
        var events = new List<ExchangeEvent>
        {
            Opened(Client, Party.Client, Party.Proxy), Opened(Origin, Party.Proxy, Party.Origin),
        };
        for (var at = 0; at + 2 <= bytes.Length;)
        {
            var (connection, from, to) = s_ways[bytes[at] % s_ways.Length];
            var length = Math.Min(bytes[at + 1], bytes.Length - at - 2);
            events.Add(new(default, connection, from, to, ExchangeKind.Bytes, bytes.AsMemory(at + 2, length), length, ""));
            at += 2 + length;
        }

        var annotated = Annotator.Annotate(events);
        FindingException.Unless(annotated.Count == events.Count, "an event has no explanation");
        FindingException.Unless(annotated.All(one => !one.Text.Any(char.IsControl)), "an explanation has control characters");

        // 2. Mask it.
        Pieces.SameInAll(size => Masked(bytes, size));
    }

    private static ExchangeEvent Opened(string connection, Party from, Party to) =>
        new(default, connection, from, to, ExchangeKind.Opened, default, 0, "");

    private static string Masked(byte[] bytes, int size)
    {
        var mask = new CredentialMask(fromClient: true);
        return string.Concat(bytes.Chunk(Math.Min(size, bytes.Length + 1))
            .Select(piece => Convert.ToHexString(mask.Of(piece, size))));
    }
}
