using System.CommandLine;
using ConformanceKit.Model;
using ConformanceKit.Running.Catalogue;
using ConformanceKit.UnderTest;

namespace ConformanceKit.CommandLine.Options;

/// <summary>The arguments and options of <c>run</c>.</summary>
internal sealed class RunOptions
{
    private readonly Argument<string[]> _names = new("PROXY")
    {
        Description =
            "Known proxies (see 'proxies'), or mutant:NAME, a proxy with one rule broken; default: embedded, the "
            + "reference inside this process",
        Arity = ArgumentArity.ZeroOrMore,
    };
    private readonly SharedOptions _shared = new();
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
    private readonly Option<bool> _noBrowser = new("--no-browser")
    {
        Description = "Grade what needs a browser as not applicable",
    };
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
    public RunOptions(IReadOnlyList<Profile> profiles)
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

    /// <summary>Adds everything to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_names);
        AddOptionsTo(command);
    }

    /// <summary>Adds the options alone: where a command can follow, a proxy's name cannot.</summary>
    public void AddOptionsTo(Command command)
    {
        _shared.AddTo(command);
        _selection.AddTo(command);
        Option[] options = [_profile, _baseline, _repeat, _workers, _noBrowser, _nightly, _dryRun];
        foreach (var option in options)
            command.Add(option);
        _demands.AddTo(command);
        _reports.AddTo(command);
    }

    /// <summary>Reads the request.</summary>
    /// <exception cref="UsageException">The request makes no sense.</exception>
    public RunRequest Read(ParseResult parsed, CommandContext context)
    {
        var proxies = _shared.Proxies(parsed, parsed.GetValue(_names) ?? []);
        var filter = _selection.Filter(parsed, context);
        var profile = _profiles.Single(known => known.Name == (parsed.GetValue(_profile) ?? Profile.Default.Name));
        var baseline = Enum.Parse<BaselineUse>(parsed.GetValue(_baseline)!, ignoreCase: true);
        if (baseline == BaselineUse.Update)
            CheckUpdate(parsed, profile, proxies, context);
        return new()
        {
            Proxies = proxies,
            Filter = filter,
            Demands = _demands.Read(parsed, context.Catalogue, filter.Shard),
            Settings = new()
            {
                Waits = _shared.Waits(parsed),
                Profile = profile,
                NoBrowser = parsed.GetValue(_noBrowser),
                Nightly = parsed.GetValue(_nightly),
                OriginPorts = proxies.OriginPorts,
            },
            Baseline = baseline,
            Baselines = _shared.Baselines(parsed, context, create: baseline == BaselineUse.Update),
            Workers = parsed.GetValue(_workers) ?? DefaultWorkers(proxies),
            Rounds = parsed.GetValue(_repeat) ?? 1,
            IsDry = parsed.GetValue(_dryRun),
            Verbose = _shared.Verbose(parsed),
            Files = _reports.Files(parsed, context),
        };
    }

    // Before anything is created for it.
    private void CheckUpdate(ParseResult parsed, Profile profile, ProxyChoice proxies, CommandContext context)
    {
        if (profile != Profile.Default)
        {
            throw new UsageException(
                "--baseline update works only with the default profile: a baseline holds verdicts graded as the clauses say.");
        }

        // That of an instance or an image is in a folder of the user's anyway.
        if (context.Program.IsInstalled && proxies.Names.Count > 0 && !_shared.NamesBaselines(parsed))
        {
            throw new UsageException(
                "--baseline update cannot change the baselines of an installed program: give --baselines DIR.");
        }
    }

    private static int DefaultWorkers(ProxyChoice proxies) =>
        proxies.HasAddress ? RunRequest.WorkersAtAddress : RunRequest.DefaultWorkers;
}
