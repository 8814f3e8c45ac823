using System.CommandLine;
using ConformanceKit.Browsers;
using ConformanceKit.Clients;
using ConformanceKit.CommandLine.Options;
using ConformanceKit.Model;

namespace ConformanceKit.CommandLine.Commands;

/// <summary><c>clients</c>: which clients can be graded here.</summary>
internal static class ClientsCommand
{
    /// <summary>The command.</summary>
    public static Command Create(CommandContext context)
    {
        var directory = ClientChoiceOptions.Directory();
        var command = new Command("clients", HelpTexts.Clients) { directory };
        command.SetAction((parsed, stop) => ListAsync(context, new ClientCatalogue(parsed.GetValue(directory)), stop));
        return command;
    }

    private static async Task<int> ListAsync(CommandContext context, ClientCatalogue catalogue, CancellationToken stop)
    {
        var fault = await ProxiesCommand.EngineFaultAsync(context.Program.Command, stop);
        foreach (var name in catalogue.Names)
        {
            var (features, state) = Of(context, catalogue, name, fault is null ? "can run" : "cannot run");
            await context.Out.WriteLineAsync($"{name,-18} {features,-84} {state}");
        }

        // Once for all of them.
        if (fault is not null)
            await context.Out.WriteLineAsync($"{Environment.NewLine}Containers cannot start: {fault}");
        return ExitCodes.Conformant;
    }

    // None is started.
    private static (string Features, string State) Of(
        CommandContext context, ClientCatalogue catalogue, string name, string engine)
    {
        try
        {
            return ClientCatalogue.BuiltIn.Contains(name)
                ? (Words(context.OpenClients(new([name]), _ => { }).Subjects[0].Subject.Features), BuiltIn(name))
                : (Words(catalogue.Find(name).Features), engine);
        }
        catch (UsageException wrong)
        {
            return ("", $"cannot run: {wrong.Message}");
        }
    }

    private static string BuiltIn(string name) => name != ClientCatalogue.Chromium ? "can run"
        : ChromiumLocator.FindInstalled() is null ? "can run only if Playwright has its own browser"
        : "can run";

    // What a feature implies goes without saying.
    private static string Words(IEnumerable<string> features) =>
        string.Join(' ', features.Intersect(ClientFeatures.All).Order(StringComparer.Ordinal));
}
