using System.Text.RegularExpressions;

namespace ConformanceKit.Fuzz.Differential;

/// <summary>What became of the same bytes behind one proxy.</summary>
/// <param name="Requests">The requests that its origin got.</param>
/// <param name="Statuses">The statuses that the client got.</param>
internal sealed partial record Outcome(IReadOnlyList<SeenRequest> Requests, IReadOnlyList<string> Statuses)
{
    /// <summary>Reads what the client got.</summary>
    public static Outcome Of(RecordingOrigin origin, string received) =>
        new(origin.Requests, [.. Status().Matches(received).Select(match => match.Groups[1].Value)]);

    /// <summary>
    /// Whether the same bytes have become other requests behind another proxy. Either may have stopped before the other: it may
    /// refuse the rest, or close the connection.
    /// </summary>
    public bool Contradicts(Outcome other) => Requests.Zip(other.Requests)
        .Any(pair => pair.First.IsWhole && pair.Second.IsWhole && $"{pair.First}" != $"{pair.Second}");

    /// <inheritdoc/>
    public override string ToString() =>
        $"{(Requests.Count > 0 ? string.Join(" + ", Requests) : "nothing")} ({string.Join(' ', Statuses)})";

    [GeneratedRegex(@"HTTP/1\.[01] ([0-9]{3})")]
    private static partial Regex Status();
}
