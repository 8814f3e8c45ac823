using System.Text.Json;
using ConformanceKit.Reporting;
using ConformanceKit.Running.Authoring;
using ConformanceKit.Running.Baselines;
using ConformanceKit.Running.Cases;
using ConformanceKit.UnderTest;

namespace ConformanceKit.CommandLine.Options;

/// <summary>What to do about baselines.</summary>
internal enum BaselineUse
{
    /// <summary>A proxy that has one must match it.</summary>
    Check,

    /// <summary>As if there were none.</summary>
    Ignore,

    /// <summary>Write what was found.</summary>
    Update,
}

/// <summary>What a <c>run</c> is asked to do; already validated.</summary>
internal sealed record RunRequest
{
    /// <summary>How many scenarios run at once by default.</summary>
    public const int DefaultWorkers = 32;

    /// <summary>
    /// The same on an instance that the run did not start: it may be set up for a few clients, and then its answers come late.
    /// </summary>
    public const int WorkersAtAddress = 8;

    /// <summary>Makes what is to be graded; the action is called with a line about each long step.</summary>
    public required Func<Action<string>, SubjectSet> Open { get; init; }

    public required ScenarioFilter Filter { get; init; }

    public required Demands Demands { get; init; }

    public required CaseSettings Settings { get; init; }

    public BaselineUse Baseline { get; init; } = BaselineUse.Check;

    public required BaselineFolders Baselines { get; init; }

    public int Workers { get; init; } = DefaultWorkers;

    public int Rounds { get; init; } = 1;

    public IReadOnlyList<IReportOutput> Files { get; init; } = [];

    public bool Verbose { get; init; }

    /// <summary>Whether to say what would be run instead of running it.</summary>
    public bool IsDry { get; init; }

    /// <summary>The request as the report records it.</summary>
    public IReadOnlyDictionary<string, object> ForReport() => new Dictionary<string, object>
    {
        ["waitsMs"] = WaitOverride.InMilliseconds(Settings.Waits),
        ["limits"] = LimitOverride.ForReport(Settings.Limits),
        ["workers"] = Workers,
        ["repeat"] = Rounds,
        ["profile"] = Settings.Profile.Name,
        ["filter"] = Filter.Include,
        ["exclude"] = Filter.Exclude,
        ["group"] = Filter.Groups,
        ["level"] = Lower(Filter.Level),
        ["shard"] = Filter.Shard.ToString(),
        ["baseline"] = Lower(Baseline),
        ["noBrowser"] = Settings.NoBrowser,
        ["nightly"] = Settings.Nightly,
        ["originPorts"] = Settings.OriginPorts.ToString(),
    };

    private static string Lower(Enum value) => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());
}
