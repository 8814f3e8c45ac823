using System.CommandLine;
using System.Reflection;
using System.Text.RegularExpressions;
using ConformanceKit.Mutants;
using ConformanceKit.Running.Cases;
using ConformanceKit.Running.Catalogue;
using ConformanceKit.ScriptedProxies;

namespace ConformanceKit.CommandLine;

/// <summary>
/// What the suite has for the examples of the help: its name, its ids, its mutants. The help has words in braces for them. A line
/// for which the suite has nothing is left out.
/// </summary>
internal sealed partial class SuiteExamples
{
    private const string Heading = "Examples:";

    private readonly Dictionary<string, string?> _words;

    private SuiteExamples(Assembly suite)
    {
        var catalogue = RequirementCatalogue.Of(suite);
        var ids = ScenarioCatalogue.Of(suite).Cases.Select(scenario => scenario.Requirement.Id).ToHashSet();
        var rows = catalogue.Rows.Where(row => row.NotCovered.Length == 0).ToList();
        var groups = catalogue.Groups.Select(group => group.Name).ToList();
        var mutants = MutantCatalogue.Of(suite);
        var only = rows.Find(row => ids.Contains(row.Id) && mutants.ThatBreak(row.Id).Count > 0)?.Id
            ?? rows.Find(row => ids.Contains(row.Id))?.Id;
        _words = new()
        {
            ["program"] = suite.GetName().Name,
            ["case"] = only ?? ids.FirstOrDefault(),
            ["row"] = rows.Find(row => row.Inputs.Count > 0)?.Id,
            ["group"] = groups.FirstOrDefault(),
            ["glob"] = groups.Select(Glob).FirstOrDefault(),
            ["globs"] = groups.Count > 0 ? string.Join(',', groups.Take(2).Select(Glob)) : null,
            ["mutant"] = only is null ? null : mutants.ThatBreak(only).Select(mutant => mutant.Name).FirstOrDefault(),
            ["behaviour"] = BehaviourCatalogue.Of(suite).All.Select(behaviour => behaviour.Name).FirstOrDefault(),
            ["slow"] = ids.FirstOrDefault(id => mutants.Postpones(id) is not null),
        };
    }

    /// <summary>The examples of a suite.</summary>
    public static SuiteExamples Of(Assembly suite) => new(suite);

    /// <summary>Fills in what the help says about a command and everything in it.</summary>
    public void FillIn(Command command)
    {
        foreach (var symbol in command.Children.Prepend(command))
            symbol.Description = symbol.Description is { } text ? Filled(text) : null;
    }

    /// <summary>A text with the suite's words.</summary>
    internal string Filled(string text)
    {
        var lines = text.Split('\n')
            .Where(line => !Word().Matches(line).Any(word => _words.GetValueOrDefault(word.Groups[1].Value, "") is null))
            .Select(line => Word().Replace(line, word => _words.GetValueOrDefault(word.Groups[1].Value) ?? word.Value))
            .ToList();
        var first = lines.IndexOf(Heading) + 1;
        return first == 0 ? string.Join('\n', lines) : string.Join('\n', [.. lines[..first], .. Aligned(lines[first..])]);
    }

    // What an example means begins in the same column as that of the others.
    private static IEnumerable<string> Aligned(List<string> lines)
    {
        var examples = lines.TakeWhile(line => line.Length > 0).Select(line => Example().Match(line)).ToList();
        var column = examples.Select(example => example.Groups[1].Length).Append(0).Max() + 4;
        return examples.Zip(lines, (example, line) =>
            example.Success ? $"{example.Groups[1].Value.PadRight(column)}{example.Groups[2].Value}" : line)
            .Concat(lines.Skip(examples.Count));
    }

    private static string Glob(string group) => $"{group}/*";

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex Word();

    [GeneratedRegex(@"^( +\S.*?) {2,}(\S.*)$")]
    private static partial Regex Example();
}
