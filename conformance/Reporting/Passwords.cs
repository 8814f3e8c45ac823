using System.Text.RegularExpressions;

namespace ConformanceKit.Reporting;

/// <summary>
/// Passwords in the addresses of proxies. Whatever gets published shows none of them; the terminal and the JSON report keep them,
/// since their commands are there to be run.
/// </summary>
internal static partial class Passwords
{
    /// <summary>The text with asterisks in their place.</summary>
    public static string Masked(string text) => Password().Replace(text, "$1***@");

    [GeneratedRegex(@"(://[^/\s:@]*:)[^/\s@]*@")]
    private static partial Regex Password();
}
