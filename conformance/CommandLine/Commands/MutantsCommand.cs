using System.CommandLine;
using ConformanceKit.CommandLine.Options;
using ConformanceKit.Model;
using ConformanceKit.Mutants;
using ConformanceKit.Reporting;
using ConformanceKit.Reporting.Json;
using ConformanceKit.Running.Cases;

namespace ConformanceKit.CommandLine.Commands;

/// <summary><c>mutants</c>: the suite's proof that each of its scenarios can fail.</summary>
internal sealed class MutantsCommand(CommandContext context)
{
    private readonly Argument<string[]> _names = new("NAME")
    {
        Description = "The mutants; default: all",
        Arity = ArgumentArity.ZeroOrMore,
    };
    private readonly Option<string[]> _filter = new("--filter")
    {
        HelpName = "GLOB[,GLOB]",
        Description = "Only scenarios whose ids match",
    };
    private readonly ShardOption _shard = new(" of the mutants; which shard a mutant is in depends on its name alone");
    private readonly Option<string?> _json = CheckedOptions.File("--json", "Write the matrix as JSON");
    private readonly Option<bool> _nightly = new("--nightly")
    {
        Description = "Include the slow scenarios, whatever the waits are",
    };
    private readonly Option<bool> _list = new("--list") { Description = "Only list the mutants" };

    /// <summary>The command.</summary>
    public static Command Create(CommandContext context)
    {
        var mutants = new MutantsCommand(context);
        Option[] options = [mutants._filter, mutants._shard.Option, mutants._json, mutants._nightly, mutants._list];
        var command = new Command("mutants", HelpTexts.Mutants) { mutants._names };
        foreach (var option in options)
            command.Add(option);
        command.SetAction(mutants.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken stop)
    {
        // 1. Which mutants, which scenarios?
        var catalogue = MutantCatalogue.Of(context.Suite);
        var given = parsed.GetValue(_names) ?? [];
        var part = PartOf(parsed, given);
        IReadOnlyList<Mutant> chosen = given.Length == 0
            ? [.. catalogue.Mutants.Where(mutant => part.Contains(mutant.Name))]
            : [.. given.Select(catalogue.Named)];
        if (chosen.Count == 0)
        {
            throw new NothingSelectedException(
                $"Nothing selected: no mutant is in shard {part}. 'mutants --list' shows them all.");
        }
        if (parsed.GetValue(_list))
        {
            foreach (var mutant in chosen)
                await context.Out.WriteLineAsync($"{mutant.Name,-48} {mutant.Breaks}");
            return ExitCodes.Conformant;
        }
        var selection = new ScenarioFilter { Include = FilterParts.Checked(parsed.GetValue(_filter), context.Catalogue) };
        var file = parsed.GetValue(_json) is { } path ? new OutputFile(_json.Name, path) : null;

        // 2. The matrix. A scenario without a mutant is a hole only if no mutants were named.
        using var matrix = new MutantMatrix(catalogue)
        {
            Nightly = parsed.GetValue(_nightly),
            Selects = selection.Selects,
            Finished = result =>
                context.Error.WriteLine($"{(result.Holds ? "ok  " : "FAIL")} {result.Mutant.Name} ({result.Run} scenarios)"),
        };
        var results = await matrix.RunAsync(chosen, stop);
        IReadOnlyList<string> toKill = given.Length > 0
            ? [.. results.SelectMany(result => result.Kills).Select(kill => kill.Id).Distinct()]
            : matrix.ToKillIn(part);
        var report = new MatrixReport(results, toKill)
        {
            Part = part,
            LeftToOtherParts = part.IsWhole ? 0 : matrix.ToKill.Count - toKill.Count,
            Postponed = PostponedOf(matrix, chosen),
        };

        // 3. The results.
        foreach (var line in report.Lines())
            await context.Out.WriteLineAsync(line);
        if (file is not null)
            await WriteAsync(file, report);
        return report.Holds ? ExitCodes.Conformant : ExitCodes.Broken;
    }

    private Shard PartOf(ParseResult parsed, string[] given) =>
        given.Length == 0 || parsed.GetValue(_shard.Option) is not { } text
        ? _shard.Of(parsed, context.Variable)
        : throw new UsageException($"--shard {text} selects from all mutants: give no names with it.");

    private static IReadOnlyList<(string Id, string Reason)> PostponedOf(MutantMatrix matrix, IReadOnlyList<Mutant> chosen) =>
        [.. matrix.Postponed.Where(entry => chosen.Any(mutant => mutant.Names(entry.Id) || mutant.Name == Mutant.None))];

    private static Task WriteAsync(OutputFile file, MatrixReport report)
    {
        var mutants = report.Results.Select(result => new
        {
            result.Mutant.Name,
            result.Mutant.Breaks,
            result.Holds,
            result.Run,
            Kills = result.Kills.Select(
                kill => new { kill.Id, kill.Expected, kill.Verdict, kill.ReasonId, kill.Reason, Killed = kill.IsKilled }),
            Unexpected = result.Unexpected.Select(unexpected => new
            {
                unexpected.Requirement.Id,
                unexpected.Verdict,
                unexpected.ReasonId,
                unexpected.Reason,
            }),
            result.Faults,
        });
        var json = new
        {
            SchemaVersion = Report.CurrentSchema,
            Shard = report.Part.ToString(),
            report.Summary,
            report.Holds,
            report.Holes,
            Postponed = report.Postponed.Select(entry => new { entry.Id, entry.Reason }),
            Mutants = mutants,
        };
        return file.WriteAsync(stream => JsonReport.Write(json, stream));
    }
}
