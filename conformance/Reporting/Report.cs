using ConformanceKit.Clients;
using ConformanceKit.Evidence;
using ConformanceKit.Model;
using ConformanceKit.UnderTest;
using ConformanceKit.Wire;

namespace ConformanceKit.Reporting;

/// <summary>The versioned report of a run; every other format is made from it.</summary>
internal sealed record Report(
    int SchemaVersion,
    ToolReport Tool,
    DateTimeOffset StartedAt,
    long DurationMs,
    bool Interrupted,
    IReadOnlyDictionary<string, object> Settings,
    IReadOnlyList<ProxyReport> Proxies,
    double? LoadMs = null)
{
    /// <summary>The version of the schema that this program writes and reads.</summary>
    public const int CurrentSchema = 1;
}

/// <summary>The program that wrote a report.</summary>
internal sealed record ToolReport(string Version);

/// <summary>What was found on one proxy, or on one client.</summary>
internal sealed record ProxyReport(
    string Name,
    string Version,
    string ImageDigest,
    IReadOnlyList<string> Features,
    long DurationMs,
    bool HasBaseline,
    string Log,
    IReadOnlyList<ScenarioReport> Scenarios,
    IReadOnlyList<ConfigurationFile>? Configuration = null,
    TimeReport? Time = null,
    IReadOnlyList<string>? Notes = null,
    string? Ended = null,
    string? Kind = null)
{
    /// <summary>The kind of a client; that of a proxy need not be given.</summary>
    public const string ClientKind = "client";

    /// <summary>Whether it is a client.</summary>
    public bool IsClient() => Kind == ClientKind;

    /// <summary>Whether it does what the RFCs say, so that others are compared with it.</summary>
    public bool IsReference() => IsClient() ? Name == ClientCatalogue.Scripted : ProxyCatalogue.IsReference(Name);
}

/// <summary>What one scenario found on one proxy.</summary>
internal sealed record ScenarioReport(
    string Id,
    string Group,
    string Title,
    string Clause,
    string Level,
    string Keyword,
    Verdict Verdict,
    string ReasonId,
    string Reason,
    double DurationMs,
    string Flaky,
    IReadOnlyList<TranscriptEvent> Evidence,
    string Detail,
    string Reproduce,
    BaselineReport? Baseline = null,
    string? Remark = null,
    IReadOnlyList<string>? SeenIn = null,
    string? Why = null,
    IReadOnlyList<MutantReport>? ProvenBy = null,
    string? Reading = null,
    IReadOnlyList<Break>? Broken = null,
    bool? Security = null,
    string? Repeated = null)
{
    /// <summary>What is said of a case that is a danger to users if it is broken, and is broken.</summary>
    public const string SecurityWord = "security";

    /// <summary>Whether it is broken, and a danger to users for that reason.</summary>
    public bool IsBreach() => Security == true && Verdict.IsBroken();

    /// <summary>Where the requirement is and how it binds, for a sentence.</summary>
    public string Binding() => VerdictNames.Binding(Clause, Keyword);

    /// <summary>What was found, for a sentence: a pass has no reason, but where the baseline expects another verdict it is news.</summary>
    public string Found() => Reason.Length == 0 && Verdict == Verdict.Pass ? "it holds now" : Reason;
}

/// <summary>A mutant on which the scenario has been seen to fail.</summary>
/// <param name="Name">Its name, as in <c>run mutant:NAME</c>.</param>
/// <param name="Breaks">What it does wrong, as a sentence.</param>
internal sealed record MutantReport(string Name, string Breaks);

/// <summary>How a verdict compares with the proxy's baseline.</summary>
/// <param name="Expected">The verdict that the baseline expects.</param>
/// <param name="Why">The baseline's justification, or empty.</param>
/// <param name="Drift">Whether the verdict differs from what is expected.</param>
internal sealed record BaselineReport(Verdict Expected, string Why, bool Drift);
