using ConformanceKit.ReferenceProxy.Http;

namespace ConformanceKit.ReferenceProxy.Forwarding;

/// <summary>Fields that concern one connection only and are not forwarded, in either direction (RFC 9110 §7.6.1).</summary>
internal static class HopByHop
{
    // Connection and the fields that §7.6.1 names, even if the sender forgot to nominate them. Transfer-Encoding is replaced by
    // this proxy's own framing, Trailer goes with the trailer fields (§6.6.2), Proxy-Authorization was meant for this proxy
    // (§11.7.2), and HTTP2-Settings belongs to an Upgrade, which is not forwarded (RFC 7540 §3.2.1).
    private static readonly HashSet<string> s_always = new(
        [
            "Connection", "Proxy-Connection", "Keep-Alive", "TE", "Trailer", "Transfer-Encoding", "Upgrade", "HTTP2-Settings",
            "Proxy-Authorization",
        ],
        StringComparer.OrdinalIgnoreCase);

    // Nominating these would break framing, routing, loop detection or replay protection (RFC 8470 §5.1): §7.6.1 forbids the
    // sender to list them, so the nomination is ignored.
    private static readonly HashSet<string> s_notNominable = new(
        ["Host", "Content-Length", "Via", "Max-Forwards", "Early-Data"], StringComparer.OrdinalIgnoreCase);

    /// <summary>The lines to forward, in their order: all but these fields and those that Connection nominates.</summary>
    public static IEnumerable<FieldLine> Remove(FieldSection fields) => Remove(fields, StringComparer.OrdinalIgnoreCase);

    /// <summary>The same, with a given comparison of names.</summary>
    internal static IEnumerable<FieldLine> Remove(FieldSection fields, IEqualityComparer<string> names)
    {
        // A set, because there may be thousands of either: each name is looked up once.
        var nominated = new HashSet<string>(fields.Members("Connection"), names);
        nominated.ExceptWith(s_notNominable);
        foreach (var line in fields.Lines)
        {
            if (!s_always.Contains(line.Name) && !nominated.Contains(line.Name))
                yield return line;
        }
    }
}
