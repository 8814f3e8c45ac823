using System.CommandLine;
using ConformanceKit.Model;
using ConformanceKit.Running.Cases;

namespace ConformanceKit.CommandLine.Options;

/// <summary>The options that say how much has to be graded.</summary>
internal sealed class DemandOptions
{
    private readonly Option<string[]> _groups = new("--require-group")
    {
        HelpName = "NAME[,NAME]",
        Description = "Exit with 1 if no case of one of these groups is applicable, such as auth",
    };
    private readonly Option<int?> _minGraded = CheckedOptions.Number(
        "--min-graded", 1, 100_000, "Exit with 1 if fewer than N cases pass, fail or warn on a proxy");

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_groups);
        command.Add(_minGraded);
    }

    /// <summary>Reads the options.</summary>
    /// <exception cref="UsageException">A group does not exist.</exception>
    public Demands Read(ParseResult parsed, ScenarioCatalogue catalogue, Shard shard) => new(
        GroupNames.Checked(parsed.GetValue(_groups), catalogue), parsed.GetValue(_minGraded) ?? 0, !shard.IsWhole);
}
