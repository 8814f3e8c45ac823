using System.CommandLine;
using ConformanceKit.CommandLine.Options;
using ConformanceKit.Model;
using ConformanceKit.Reporting.Json;
using ConformanceKit.Reporting.Terminal;
using ConformanceKit.Trying;

namespace ConformanceKit.CommandLine.Commands;

/// <summary><c>try</c>: one request through one proxy, with the annotated exchange.</summary>
internal sealed class TryCommand(CommandContext context)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);

    private readonly TryOptions _options = new(new InputBytes(context.In));
    private readonly TryProxyOptions _proxy = new();
    private readonly Option<string[]> _waits = WaitOverride.Option(
        "Change the time limit of a wait: reply (10 s) for each answer, quiet (300 ms) until nothing more is expected, scenario "
        + "(60 s) for all of it");
    private readonly Option<string?> _json = CheckedOptions.File("--json", "Also write the exchange as JSON");

    /// <summary>The command.</summary>
    public static Command Create(CommandContext context)
    {
        var trying = new TryCommand(context);
        var command = new Command("try", HelpTexts.Try);
        trying._options.AddArgumentTo(command);
        trying._proxy.AddTo(command);
        trying._options.AddTo(command);
        command.Add(trying._waits);
        command.Add(trying._json);
        command.SetAction(trying.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken stop)
    {
        // 1. What to send?
        var request = _options.Request(parsed);
        var talk = _options.Talk(parsed);
        var names = _options.Names(parsed);
        var waits = WaitOverride.Apply(parsed.GetValue(_waits) ?? []);
        var file = parsed.GetValue(_json) is { } path ? new OutputFile(_json.Name, path) : null;

        // 2. The exchange.
        var result = await _proxy.OnProxyAsync(
            parsed, context, names,
            proxy => PatientlyAsync(new Trial(proxy, names, waits).RunAsync(request, talk, stop), waits),
            stop);

        // 3. What was seen.
        new TrialReport(context.Console()).Print(result);
        if (file is not null)
            await file.WriteAsync(stream => JsonReport.Write(result, stream));
        return result.IsComplete ? ExitCodes.Conformant : ExitCodes.HarnessError;
    }

    // A wait for an answer would look like a hang.
    private async Task<TrialResult> PatientlyAsync(Task<TrialResult> trial, Waits waits)
    {
        if (context.ErrorIsTerminal && await Task.WhenAny(trial, Task.Delay(s_patience)) != trial)
        {
            await context.Error.WriteLineAsync(
                $"Waiting for an answer, at most {waits.Reply.TotalSeconds:0.###} s for each; --wait reply=TIME changes that.");
        }

        return await trial;
    }
}
