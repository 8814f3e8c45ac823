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

    /// <summary>What proxies may not disagree about, if they forward the request at all.</summary>
    public string Shape => string.Join(" + ", Requests);

    /// <summary>Whether something got through.</summary>
    public bool IsForwarded => Requests.Count > 0;

    /// <inheritdoc/>
    public override string ToString() => $"{(IsForwarded ? Shape : "nothing")} ({string.Join(' ', Statuses)})";

    [GeneratedRegex(@"HTTP/1\.[01] ([0-9]{3})")]
    private static partial Regex Status();
}
