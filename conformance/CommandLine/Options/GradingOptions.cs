using System.CommandLine;
using ConformanceKit.Model;
using ConformanceKit.Origins;
using ConformanceKit.Running.Catalogue;
using ConformanceKit.UnderTest;

namespace ConformanceKit.CommandLine.Options;

/// <summary>What is to be graded, as the arguments and options of <c>run</c> or <c>client</c> say.</summary>
/// <param name="Open">Makes it; the action is called with a line about each long step.</param>
/// <param name="OfClients">Whether these are clients.</param>
internal sealed record Graded(Func<Action<string>, SubjectSet> Open, bool OfClients)
{
    /// <summary>Whether it is known by name, so that its baseline is among the suite's own.</summary>
    public bool IsKnown { get; init; } = true;

    /// <summary>How many scenarios run at once by default.</summary>
    public int Workers { get; init; } = RunRequest.DefaultWorkers;

    /// <summary>Whether what needs a browser is left out.</summary>
    public bool NoBrowser { get; init; }

    /// <summary>The range from which origins take their ports.</summary>
    public OriginPorts OriginPorts { get; init; } = OriginPorts.Default;
}

/// <summary>The options that <c>run</c> and <c>client</c> have in common.</summary>
internal sealed class GradingOptions
{
    private readonly CommonOptions _common = new();
    private readonly SelectionOptions _selection = new();
    private readonly DemandOptions _demands = new();
    private readonly ReportOptions _reports = new();
    private readonly IReadOnlyList<Profile> _profiles;
    private readonly Option<string?> _profile;
    private readonly Option<string> _baseline = new("--baseline")
    {
        HelpName = "check|ignore|update",
        Description = "check: a proxy that has a baseline must match it exactly; update: write it",
        DefaultValueFactory = _ => "check",
    };
    private readonly Option<int?> _repeat = CheckedOptions.Number(
        "--repeat", 1, 100_000, "Run everything N times; every round must end the same way; default: 1");
    private readonly Option<int?> _workers = CheckedOptions.Number(
        "--workers", 1, 1000,
        $"How many scenarios may run at once; default: {RunRequest.DefaultWorkers}, or {RunRequest.WorkersAtAddress} on an "
        + "instance that is already running (--proxy)");
    private readonly Option<bool> _nightly = new("--nightly")
    {
        Description = "Also run the slow scenarios (2 GiB transfers, long idle periods)",
    };
    private readonly Option<bool> _dryRun = new("--dry-run")
    {
        Description = "Check what was given, say how much would be run, and start nothing",
    };

    /// <summary>The options for a suite.</summary>
    /// <param name="profiles">The ways of grading that it offers.</param>
    public GradingOptions(IReadOnlyList<Profile> profiles)
    {
        _profiles = profiles;
        _profile = new("--profile")
        {
            HelpName = "NAME",
            Description = string.Join("; ", profiles.Select(known => $"{known.Name}: {known.Summary}")),
        };
        _profile.AddChoices([.. profiles.Select(known => known.Name)]);
        _baseline.AddChoices(["check", "ignore", "update"]);
    }

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        _common.AddTo(command);
        _selection.AddTo(command);
        Option[] options = [_profile, _baseline, _repeat, _workers, _nightly, _dryRun];
        foreach (var option in options)
            command.Add(option);
        _demands.AddTo(command);
        _reports.AddTo(command);
    }

    /// <summary>Reads the request.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="context">The suite.</param>
    /// <param name="graded">What is to be graded.</param>
    /// <exception cref="UsageException">The request makes no sense.</exception>
    public RunRequest Read(ParseResult parsed, CommandContext context, Graded graded)
    {
        var filter = _selection.Filter(parsed, context) with { OfClients = graded.OfClients };
        var profile = _profiles.Single(known => known.Name == (parsed.GetValue(_profile) ?? Profile.Default.Name));
        var baseline = Enum.Parse<BaselineUse>(parsed.GetValue(_baseline)!, ignoreCase: true);
        if (baseline == BaselineUse.Update)
            CheckUpdate(parsed, profile, graded, context);
        return new()
        {
            Open = graded.Open,
            Filter = filter,
            Demands = _demands.Read(parsed, context.Catalogue, filter.Shard),
            Settings = new()
            {
                Waits = _common.Waits(parsed),
                Limits = _common.Limits(parsed),
                Profile = profile,
                NoBrowser = graded.NoBrowser,
                Nightly = parsed.GetValue(_nightly),
                OriginPorts = graded.OriginPorts,
            },
            Baseline = baseline,
            Baselines = _common.Baselines(parsed, context, create: baseline == BaselineUse.Update, graded.OfClients),
            Workers = parsed.GetValue(_workers) ?? graded.Workers,
            Rounds = parsed.GetValue(_repeat) ?? 1,
            IsDry = parsed.GetValue(_dryRun),
            Verbose = _common.Verbose(parsed),
            Files = _reports.Files(parsed, context),
        };
    }

    // Before anything is created for it.
    private void CheckUpdate(ParseResult parsed, Profile profile, Graded graded, CommandContext context)
    {
        if (profile != Profile.Default)
        {
            throw new UsageException(
                "--baseline update works only with the default profile: a baseline holds verdicts graded as the clauses say.");
        }

        // That of an instance or an image is in a folder of the user's anyway.
        if (context.Program.IsInstalled && graded.IsKnown && !_common.NamesBaselines(parsed))
        {
            throw new UsageException(
                "--baseline update cannot change the baselines of an installed program: give --baselines DIR.");
        }
    }
}
