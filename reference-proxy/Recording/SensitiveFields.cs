namespace ConformanceKit.ReferenceProxy.Recording;

/// <summary>
/// Fields whose value is a secret between its sender and its recipient: credentials, and cookies, which stand for them. Whoever
/// reads a trace, or the answer to TRACE (RFC 9110 §9.3.8), is not to see them.
/// </summary>
internal static class SensitiveFields
{
    /// <summary>In lower case, with what the name of such a field ends.</summary>
    public static readonly string[] Endings = ["authorization", "cookie"];

    /// <summary>Whether the field of that name is one.</summary>
    public static bool Includes(string name) => Endings.Any(ending => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase));
}
