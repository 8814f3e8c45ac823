using System.CommandLine;
using ConformanceKit.Model;
using ConformanceKit.Running.Cases;

namespace ConformanceKit.CommandLine.Options;

/// <summary>The options that say which scenarios to run.</summary>
internal sealed class SelectionOptions
{
    private readonly Option<string[]> _include = new("--filter")
    {
        HelpName = "GLOB[,GLOB]",
        Description =
            "Only scenarios whose full id matches, such as '{globs}'; for a row with inputs, the row's id matches "
            + "too",
    };
    private readonly Option<string[]> _exclude = new("--exclude")
    {
        HelpName = "GLOB[,GLOB]",
        Description = "Leave out the ids that match",
    };
    private readonly Option<string[]> _groups = new("--group")
    {
        HelpName = "NAME[,NAME]",
        Description = "Only these groups, such as {group}",
    };
    private readonly Option<string> _level = new("--level")
    {
        HelpName = "must|should|all",
        Description =
            "must: what the RFCs require; should: also what they recommend; all: also practice and what is only recorded",
        DefaultValueFactory = _ => "all",
    };
    private readonly ShardOption _shard = new("; which shard a scenario is in depends on its id alone");

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        _level.AddChoices(["must", "should", "all"]);
        Option[] options = [_include, _exclude, _groups, _level, _shard.Option];
        foreach (var option in options)
            command.Add(option);
    }

    /// <summary>The filter.</summary>
    /// <exception cref="UsageException">A group does not exist or the shard is none.</exception>
    /// <exception cref="NothingSelectedException">A part of the filter matches nothing.</exception>
    public ScenarioFilter Filter(ParseResult parsed, CommandContext context) => new()
    {
        Groups = GroupNames.Checked(parsed.GetValue(_groups), context.Catalogue),
        Include = FilterParts.Checked(parsed.GetValue(_include), context.Catalogue),
        Exclude = FilterParts.Of(parsed.GetValue(_exclude)),
        Level = Enum.Parse<LevelChoice>(parsed.GetValue(_level)!, ignoreCase: true),
        Shard = _shard.Of(parsed, context.Variable),
    };
}
