using ConformanceKit.Wire;

namespace ConformanceKit.Trying;

/// <summary>What came of a request that was tried.</summary>
/// <param name="Proxy">What the proxy is called.</param>
/// <param name="Request">The request line that was sent.</param>
internal sealed record TrialResult(string Proxy, string Request)
{
    /// <summary>The status of the response; null if there was none.</summary>
    public int? Status { get; init; }

    /// <summary>Whether a response arrived, and all of it.</summary>
    public bool IsComplete => Status is not null && Problem.Length == 0;

    /// <summary>Why there is no complete response, or empty.</summary>
    public string Problem { get; init; } = "";

    /// <summary>What went wrong after the response, in a tunnel for instance, or empty.</summary>
    public string Afterwards { get; init; } = "";

    /// <summary>What to try next, as a sentence that begins in lower case, or empty.</summary>
    public string Advice { get; init; } = "";

    /// <summary>What to know about the exchange, a sentence or two each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The exchange, as far as it was seen.</summary>
    public IReadOnlyList<TranscriptEvent> Evidence { get; init; } = [];

    /// <summary>The result with something that went wrong, before or after there was a response.</summary>
    /// <param name="wrong">What went wrong.</param>
    public TrialResult With(string wrong) =>
        Status is null ? this with { Problem = wrong } : this with { Afterwards = wrong };
}
