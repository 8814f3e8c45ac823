using ConformanceKit.ReferenceProxy.Http;

namespace ConformanceKit.ReferenceProxy.Forwarding;

/// <summary><c>Via = #( received-protocol RWS received-by [ RWS comment ] )</c> (RFC 9110 §7.6.3).</summary>
internal static class Via
{
    /// <summary>This proxy's member: the version in which the message was received, and the pseudonym.</summary>
    public static FieldLine Member(HttpVersion received, string pseudonym) => new("Via", $"{received} {pseudonym}");

    /// <summary>
    /// Whether the message has been here before. Once may mean another proxy with the same pseudonym; twice is a loop.
    /// </summary>
    public static bool IsLoop(FieldSection fields, string pseudonym)
    {
        var passages = 0;
        foreach (var line in fields.Lines)
        {
            if (line.Is("Via"))
                passages += Passages(line.Value, pseudonym);
        }

        return passages > 1;
    }

    private static int Passages(ReadOnlySpan<char> value, string pseudonym)
    {
        var passages = 0;
        while (!value.IsEmpty)
        {
            // 1. A member ends at a comma, but not at one in a comment.
            var end = EndOfMember(value);
            var member = OptionalWhitespace.Trim(value[..end]);
            value = value[Math.Min(end + 1, value.Length)..];

            // 2. received-by comes after the protocol, and before a comment.
            var space = member.IndexOfAny(' ', '\t');
            var receivedBy = space < 0 ? [] : OptionalWhitespace.TrimStart(member[space..]);
            var after = receivedBy.IndexOfAny(' ', '\t', '(');
            if (after >= 0)
                receivedBy = receivedBy[..after];
            if (receivedBy.Equals(pseudonym, StringComparison.OrdinalIgnoreCase))
                passages++;
        }

        return passages;
    }

    private static int EndOfMember(ReadOnlySpan<char> value)
    {
        var comments = 0;
        for (var at = 0; at < value.Length; at++)
        {
            switch (value[at])
            {
                case '(':
                    comments++;
                    break;
                case ')' when comments > 0:
                    comments--;
                    break;
                case '\\' when comments > 0:
                    at++;
                    break;
                case ',' when comments == 0:
                    return at;
            }
        }

        return value.Length;
    }
}
