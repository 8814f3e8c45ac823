using ConformanceKit.Wire;

namespace ConformanceKit.Trying;

/// <summary>What came of a request that was tried.</summary>
/// <param name="Proxy">What the proxy is called.</param>
/// <param name="Request">The request line that was sent.</param>
/// <param name="Status">The status of the response; null if there was none.</param>
/// <param name="Problem">Why there is no complete response, or empty.</param>
/// <param name="InTunnel">What went wrong in the tunnel, or empty.</param>
/// <param name="Notes">What to know about the exchange, a sentence or two each.</param>
/// <param name="Evidence">The exchange, as far as it was seen.</param>
internal sealed record TrialResult(
    string Proxy,
    string Request,
    int? Status,
    string Problem,
    string InTunnel,
    IReadOnlyList<string> Notes,
    IReadOnlyList<TranscriptEvent> Evidence)
{
    /// <summary>Whether a response arrived, and all of it.</summary>
    public bool IsComplete => Problem.Length == 0;
}
