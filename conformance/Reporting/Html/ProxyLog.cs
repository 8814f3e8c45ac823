using System.Text.RegularExpressions;
using ConformanceKit.Wire;

namespace ConformanceKit.Reporting.Html;

/// <summary>The proxy's own log, and the part of it that belongs to a case.</summary>
internal static partial class ProxyLog
{
    private const int Most = 12;

    /// <summary>The lines that name a port on which the case's origins listened; each case has its own ports.</summary>
    /// <param name="log">The end of the proxy's log.</param>
    /// <param name="evidence">The case's events.</param>
    public static IReadOnlyList<string> LinesOf(string log, IReadOnlyList<TranscriptEvent> evidence)
    {
        var ports = evidence
            .Where(happened =>
                happened.Kind is WireEvent.Note or WireEvent.Opened
                && happened.Connection.StartsWith("origin", StringComparison.Ordinal))
            .SelectMany(happened => Port().Matches(happened.Note).Select(match => match.Value))
            .ToHashSet();
        return [.. log.Split('\n').Where(line => Port().Matches(line).Any(match => ports.Contains(match.Value))).Take(Most)];
    }

    [GeneratedRegex(@"(?<=[: ])\d{4,5}\b")]
    private static partial Regex Port();
}
