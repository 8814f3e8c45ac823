using ConformanceKit.ReferenceProxy.Http;

namespace ConformanceKit.ReferenceProxy.Forwarding;

/// <summary><c>Via = #( received-protocol RWS received-by [ RWS comment ] )</c> (RFC 9110 §7.6.3).</summary>
internal static class Via
{
    /// <summary>Adds this proxy's member: the version in which the message was received, and the pseudonym.</summary>
    public static void AddMember(HeadWriter head, HttpVersion received, string pseudonym) =>
        head.Field("Via", received.ToString(), " ", pseudonym);

    /// <summary>
    /// Whether the message has been here before. Once may be another proxy with the same pseudonym; twice is a loop.
    /// </summary>
    public static bool IsLoop(FieldSection fields, string pseudonym)
    {
        if (!fields.Has("Via"))
            return false;
        var passages = fields.Members("Via")
            .Select(member => member.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Count(parts => parts.Length > 1 && parts[1].Equals(pseudonym, StringComparison.OrdinalIgnoreCase));
        return passages > 1;
    }
}
