using ConformanceKit.Wire;

namespace ConformanceKit.Trying;

/// <summary>What came of a request that was tried.</summary>
/// <param name="Proxy">What the proxy is called.</param>
/// <param name="Request">The request line that was sent.</param>
/// <param name="Status">The status of the response; null if there was none.</param>
/// <param name="Notes">What to know about the exchange, a sentence or two each.</param>
/// <param name="Evidence">The exchange, as far as it was seen.</param>
internal sealed record TrialResult(
    string Proxy, string Request, int? Status, IReadOnlyList<string> Notes, IReadOnlyList<TranscriptEvent> Evidence)
{
    /// <summary>Why there is no complete response, or empty.</summary>
    public string Problem { get; init; } = "";

    /// <summary>What went wrong in the tunnel, or empty.</summary>
    public string InTunnel { get; init; } = "";

    /// <summary>What to try next, as a sentence that begins in lower case, or empty.</summary>
    public string Advice { get; init; } = "";

    /// <summary>Whether a response arrived, and all of it.</summary>
    public bool IsComplete => Problem.Length == 0;
}
