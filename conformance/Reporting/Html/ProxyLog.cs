using System.Text.RegularExpressions;
using ConformanceKit.Wire;

namespace ConformanceKit.Reporting.Html;

/// <summary>The proxy's own log, and the part of it that belongs to a case.</summary>
/// <param name="log">The end of the proxy's log.</param>
internal sealed partial class ProxyLog(string log)
{
    private const int Most = 12;

    // Every case looks for its ports: the log is searched once for all of them.
    private readonly IReadOnlyList<(string Line, IReadOnlyList<string> Ports)> _lines =
        [.. log.Split('\n').Select(line => (line, PortsIn(line))).Where(line => line.Item2.Count > 0)];

    /// <summary>The lines that name a port on which the case's origins listened; each case has its own ports.</summary>
    /// <param name="evidence">The case's events.</param>
    public IReadOnlyList<string> LinesOf(IReadOnlyList<TranscriptEvent> evidence)
    {
        var ports = evidence
            .Where(happened =>
                happened.Kind is WireEvent.Note or WireEvent.Opened
                && happened.Connection.StartsWith("origin", StringComparison.Ordinal))
            .SelectMany(happened => PortsIn(happened.Note))
            .ToHashSet();
        return [.. _lines.Where(line => line.Ports.Any(ports.Contains)).Select(line => line.Line).Take(Most)];
    }

    private static IReadOnlyList<string> PortsIn(string text) => [.. Port().Matches(text).Select(match => match.Value)];

    [GeneratedRegex(@"(?<=[: ])\d{4,5}\b")]
    private static partial Regex Port();
}
