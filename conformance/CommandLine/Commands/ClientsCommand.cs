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
        var command = new Command("clients", HelpTexts.Clients);
        command.SetAction((_, stop) => ListAsync(context, stop));
        return command;
    }

    private static async Task<int> ListAsync(CommandContext context, CancellationToken stop)
    {
        foreach (var name in ClientCatalogue.Names)
        {
            await using var client = ClientCatalogue.Open(name);
            var running = await client.StartAsync(stop);
            var features = string.Join(' ', client.Features.Order(StringComparer.Ordinal));
            await context.Out.WriteLineAsync($"{name,-16} {running.Version,-12} {features,-72} can run");
        }

        return ExitCodes.Conformant;
    }
}
