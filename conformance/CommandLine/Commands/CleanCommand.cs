using System.CommandLine;
using ConformanceKit.CommandLine.Options;
using ConformanceKit.Containers;
using ConformanceKit.Model;

namespace ConformanceKit.CommandLine.Commands;

/// <summary><c>clean</c>: removes what an interrupted run left.</summary>
internal static class CleanCommand
{
    /// <summary>The command.</summary>
    public static Command Create(Host host)
    {
        var command = new Command("clean", HelpTexts.Clean);
        command.SetAction((_, stop) => CleanAsync(host, stop));
        return command;
    }

    private static async Task<int> CleanAsync(Host host, CancellationToken stop)
    {
        var removed = await ContainerCleanup.CleanAsync(new DockerCommandLine(), stop);
        foreach (var item in removed) await host.Out.WriteLineAsync($"removed {item.Name}");
        if (removed.Count == 0) await host.Out.WriteLineAsync("Nothing to remove.");
        return ExitCodes.Conformant;
    }
}
