namespace ConformanceKit.ReferenceProxy.Recording;

/// <summary>
/// Fields whose value is a secret between its sender and its recipient: credentials, and cookies, which serve as credentials.
/// They must not appear in a trace, or in the answer to TRACE (RFC 9110 §9.3.8).
/// </summary>
internal static class SensitiveFields
{
    /// <summary>The ends of the names of such fields, in lower case.</summary>
    public static readonly string[] Endings = ["authorization", "cookie"];

    /// <summary>Whether the field of that name is sensitive.</summary>
    public static bool Includes(string name) => Endings.Any(ending => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase));
}
