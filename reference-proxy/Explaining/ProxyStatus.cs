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
        var said = OwnParameters(string.Join(", ", fields.Values("Proxy-Status")));
        return s_failedDials.FirstOrDefault(dial => said.Contains($"error={dial.Error}"), (Error: "", Clause: ""));
    }

    // The parameters of the last member: those before it came with the response (RFC 9209 §2). Inside a string nothing separates,
    // and a backslash escapes (RFC 9651 §3.3.3).
    private static List<string> OwnParameters(string list)
    {
        var parts = new List<string>();
        var isString = false;
        var start = 0;
        for (var i = 0; i < list.Length; i++)
        {
            if (isString && list[i] == '\\')
            {
                i++;
            }
            else if (list[i] == '"')
            {
                isString = !isString;
            }
            else if (!isString && list[i] is ';' or ',')
            {
                parts.Add(list[start..i].Trim(' '));
                start = i + 1;
                if (list[i] == ',')
                    parts.Clear();
            }
        }

        parts.Add(list[start..].Trim(' '));
        return isString ? [] : parts[1..]; // a field that does not parse says nothing (RFC 9651 §4.2)
    }
}
