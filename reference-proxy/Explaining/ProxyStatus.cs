using ConformanceKit.ReferenceProxy.Http;

namespace ConformanceKit.ReferenceProxy.Explaining;

/// <summary>What a response says in Proxy-Status about the proxy's own attempt to reach the origin (RFC 9209 §2.3).</summary>
internal static class ProxyStatus
{
    // Errors that follow a dial which the origin, if it is there at all, has not accepted.
    private static readonly IReadOnlyList<(string Error, string Clause)> s_failedDials =
    [
        ("destination_ip_unroutable", "RFC 9209 §2.3.6"),
        ("connection_refused", "RFC 9209 §2.3.7"),
        ("connection_timeout", "RFC 9209 §2.3.9"),
    ];

    /// <summary>How the dial failed, and the clause that defines it; empty if the response does not say.</summary>
    public static (string Error, string Clause) FailedDial(FieldSection fields)
    {
        var said = fields.Members("Proxy-Status").SelectMany(member => member.Split(';')).Select(part => part.Trim(' ')).ToList();
        return s_failedDials.FirstOrDefault(dial => said.Contains($"error={dial.Error}"), (Error: "", Clause: ""));
    }
}
