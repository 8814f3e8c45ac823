using System.CommandLine;
using ConformanceKit.CommandLine.Options;
using ConformanceKit.Containers;
using ConformanceKit.Model;

namespace ConformanceKit.CommandLine.Commands;

/// <summary><c>clean</c>: removes what an interrupted run left.</summary>
internal static class CleanCommand
{
    /// <summary>The command.</summary>
    public static Command Create(CommandContext context)
    {
        var command = new Command("clean", HelpTexts.Clean);
        command.SetAction((_, stop) => CleanAsync(context, stop));
        return command;
    }

    private static async Task<int> CleanAsync(CommandContext context, CancellationToken stop)
    {
        var removed = await ContainerCleanup.CleanAsync(new DockerEngine(), stop);
        foreach (var item in removed)
            await context.Out.WriteLineAsync($"removed {item.Name}");
        if (removed.Count == 0)
            await context.Out.WriteLineAsync("Nothing to remove.");
        return ExitCodes.Conformant;
    }
}
