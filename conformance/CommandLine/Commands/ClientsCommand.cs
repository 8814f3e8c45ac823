using System.CommandLine;
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
            var (features, state) = Of(catalogue, name, fault is null ? "can run" : "cannot run");
            await context.Out.WriteLineAsync($"{name,-16} {features,-62} {state}");
        }

        // Once for all of them.
        if (fault is not null)
            await context.Out.WriteLineAsync($"{Environment.NewLine}Containers cannot start: {fault}");
        return ExitCodes.Conformant;
    }

    // None is started.
    private static (string Features, string State) Of(ClientCatalogue catalogue, string name, string engine)
    {
        try
        {
            return ClientCatalogue.InProcess.Contains(name)
                ? (Words(catalogue.Open(name, _ => throw new UsageException("")).Features), "can run")
                : (Words(catalogue.Find(name).Features), engine);
        }
        catch (UsageException wrong)
        {
            return ("", $"cannot run: {wrong.Message}");
        }
    }

    private static string Words(IEnumerable<string> features) => string.Join(' ', features.Order(StringComparer.Ordinal));
}
