using System.CommandLine;
using ConformanceKit.CommandLine.Options;
using ConformanceKit.Model;
using ConformanceKit.Reporting.Json;
using ConformanceKit.Running.Catalogue;

namespace ConformanceKit.CommandLine.Commands;

/// <summary><c>list</c>: the catalogue, every scenario, and what no scenario checks.</summary>
internal sealed class ListCommand(CommandContext context)
{
    private readonly RequirementCatalogue _catalogue = RequirementCatalogue.Of(context.Suite);
    private readonly ILookup<string, Requirement> _cases = context.Catalogue.Cases
        .Select(scenario => scenario.Requirement).ToLookup(requirement => requirement.Row);

    /// <summary>The command.</summary>
    public static Command Create(CommandContext context)
    {
        var json = new Option<bool>("--json") { Description = "Print it as JSON" };
        var command = new Command("list", HelpTexts.List) { json };
        command.SetAction(async (parsed, _) =>
        {
            var list = new ListCommand(context);
            await context.Out.WriteAsync(parsed.GetValue(json) ? list.AsJson() : list.AsText());
            return ExitCodes.Conformant;
        });
        return command;
    }

    private string AsText()
    {
        var text = new StringWriter();

        // 1. Every case under its group.
        foreach (var group in _catalogue.Groups)
        {
            text.WriteLine($"{group.Name}: {group.Title}");
            foreach (var requirement in group.Rows.SelectMany(row => _cases[row.Id]))
            {
                text.WriteLine($"  {requirement.Id,-42} {VerdictNames.Keyword(requirement.Level),-10} {requirement.Clause}");
                text.WriteLine($"      {requirement.Title}{(requirement.Nightly ? " (only with --nightly)" : "")}");
            }
            text.WriteLine();
        }

        // 2. What no scenario checks.
        if (NotCovered.Any())
            text.WriteLine("not covered: rows that no scenario checks");
        foreach (var row in NotCovered)
        {
            text.WriteLine($"  {row.Id,-42} {row.Level,-10} {row.Clause}");
            text.WriteLine($"      {row.NotCovered}");
        }
        if (NotCovered.Any())
            text.WriteLine();

        // 3. How many there are, by group and by level.
        WriteCounts(text);
        return text.ToString();
    }

    private void WriteCounts(StringWriter text)
    {
        var levels = Enum.GetValues<Level>().Select(VerdictNames.Keyword)
            .Where(level => _catalogue.Rows.Any(row => row.Level == level)).ToList();
        var heads = string.Concat(levels.Select(level => $"{level,10}"));
        text.WriteLine($"{"group",-16}{"rows",6}{"cases",7}{"unchecked",11}   {heads}");
        foreach (var group in _catalogue.Groups)
            WriteCount(text, group.Name, group.Rows, levels);
        WriteCount(text, "all", [.. _catalogue.Rows], levels);
    }

    private void WriteCount(StringWriter text, string name, IReadOnlyList<CatalogueRow> rows, IReadOnlyList<string> levels)
    {
        var byLevel = string.Concat(levels.Select(level => $"{rows.Count(row => row.Level == level),10}"));
        var notChecked = rows.Count(row => row.NotCovered.Length > 0);
        text.WriteLine($"{name,-16}{rows.Count,6}{rows.Sum(row => _cases[row.Id].Count()),7}{notChecked,11}   {byLevel}");
    }

    private string AsJson()
    {
        var covered = _catalogue.Rows.SelectMany(row => _cases[row.Id]).Select(requirement => (object)new
        {
            requirement.Id,
            requirement.Row,
            requirement.Group,
            Level = VerdictNames.Of(requirement.Level),
            Keyword = VerdictNames.Keyword(requirement.Level),
            requirement.Clause,
            requirement.Title,
            requirement.DependsOn,
            requirement.Remark,
            requirement.Reading,
            requirement.Why,
            requirement.SeenIn,
            requirement.Nightly,
        });
        var missing = NotCovered.Select(row => (object)new
        {
            row.Id,
            Row = row.Id,
            Group = Requirement.GroupOf(row.Id),
            Level = VerdictNames.Of(VerdictNames.LevelOf(row.Level)!.Value),
            Keyword = row.Level,
            row.Clause,
            row.Why,
            row.NotCovered,
        });
        return JsonReport.Write(covered.Concat(missing));
    }

    private IEnumerable<CatalogueRow> NotCovered => _catalogue.Rows.Where(row => row.NotCovered.Length > 0);
}
