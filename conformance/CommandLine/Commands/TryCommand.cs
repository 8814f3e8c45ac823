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

    private readonly Argument<string> _request = new("REQUEST")
    {
        Description =
            "Method and target, in quotes, such as \"CONNECT example.test:443\": the version (HTTP/1.1), Host and line ends are "
            + "added. Or @FILE, or - for standard input: the exact bytes",
    };
    private readonly Argument<string?> _name = KnownProxyOptions.Name();
    private readonly TryOptions _options = new();

    /// <summary>The command.</summary>
    public static Command Create(CommandContext context)
    {
        var trying = new TryCommand(context);
        var command = new Command("try", HelpTexts.Try) { trying._request, trying._name };
        trying._options.AddTo(command);
        command.SetAction(trying.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken stop)
    {
        // 1. What to send, and through which proxy?
        var input = new InputBytes(context.In);
        var text = parsed.GetValue(_request)!;
        var request = input.Read(text) is { } exact
            ? TriedRequest.Of(exact)
            : TriedRequest.Parse(text, _options.FieldLines(parsed));
        var talk = _options.Talk(parsed, request, input);
        var (names, waits) = (_options.Names(parsed), _options.Waits(parsed));
        var (name, address) = (parsed.GetValue(_name), _options.Address(parsed));
        _options.Check(parsed, request, name, isAddress: address is not null);

        // 2. The exchange.
        TrialResult result;
        await using (var proxies = address is null
            ? context.OpenProxies(_options.Choice(parsed, name), context.Error.WriteLine) : new([]))
        {
            var proxy = address is not null
                ? await TriedProxy.AtAsync(address, _options.OriginAddress(parsed), stop)
                : await TriedProxy.StartAsync(
                    proxies.Targets[0].Proxy, _options.Listener(parsed), _options.LogIn(parsed), names, stop);
            result = await PatientlyAsync(new Trial(proxy, names, waits).RunAsync(request, talk, stop), waits);
        }

        // 3. What was seen.
        new TrialReport(context.Console()).Print(result);
        if (_options.Json(parsed) is { } file)
            JsonReport.WriteFile(file, result);
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
