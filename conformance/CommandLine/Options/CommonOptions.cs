using System.CommandLine;
using ConformanceKit.Model;
using ConformanceKit.Running.Baselines;

namespace ConformanceKit.CommandLine.Options;

/// <summary>The options about whatever is graded: how patiently, what is expected, how much is shown.</summary>
internal sealed class CommonOptions
{
    private readonly Option<string?> _baselines = new("--baselines")
    {
        HelpName = "DIR",
        Description =
            "Where baselines are; default: those of the installed program, or baselines beside the suite's project; ./baselines "
            + "for an instance or an image, or if there is neither",
    };
    private readonly Option<string[]> _waits = WaitOverride.Option(
        "Change the time limit of a wait (reply, quiet, segment, dial, scenario, page, nightly, idle, restart), e.g. quiet=500ms");
    private readonly Option<string[]> _limits = LimitOverride.Option();
    private readonly Option<bool> _verbose = new("--verbose")
    {
        Description = "Show all rows and reasons, evidence for warnings too, where in the harness an error arose, and where the "
            + "time of a run went",
    };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        Option[] options = [_baselines, _waits, _limits, _verbose];
        foreach (var option in options)
            command.Add(option);
    }

    /// <summary>The waits.</summary>
    /// <exception cref="UsageException">One is not <c>NAME=TIME</c>.</exception>
    public Waits Waits(ParseResult parsed) => WaitOverride.Apply(parsed.GetValue(_waits) ?? []);

    /// <summary>The limits.</summary>
    /// <exception cref="UsageException">One is not <c>NAME=NUMBER</c>.</exception>
    public Limits Limits(ParseResult parsed) => LimitOverride.Apply(parsed.GetValue(_limits) ?? []);

    /// <summary>Whether the command line names the folder of baselines.</summary>
    public bool NamesBaselines(ParseResult parsed) => parsed.GetValue(_baselines) is not null;

    /// <summary>The folders of baselines.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="context">Says where they are by default.</param>
    /// <param name="create">Whether the named folder is created if it does not exist.</param>
    /// <param name="ofClients">Whether clients are graded, whose baselines are in a folder of their own by default.</param>
    /// <exception cref="UsageException">The named folder does not exist or cannot be created.</exception>
    public BaselineFolders Baselines(
        ParseResult parsed, CommandContext context, bool create = false, bool ofClients = false)
    {
        if (parsed.GetValue(_baselines) is not { } path)
            return new(new(ofClients ? context.ClientBaselines : context.Baselines), new(context.OwnBaselines));
        var folder = new BaselineFolder(path);
        if (create)
            folder.Create();
        else if (File.Exists(path))
            throw new UsageException($"--baselines {path}: is a file; name a directory.");
        else if (!Directory.Exists(path))
            throw new UsageException($"--baselines {path}: there is no such directory.");
        return new(folder, folder);
    }

    /// <summary>Whether to show more.</summary>
    public bool Verbose(ParseResult parsed) => parsed.GetValue(_verbose);
}
