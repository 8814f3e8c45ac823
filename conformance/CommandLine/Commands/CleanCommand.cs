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
        var images = new Option<bool>("--images")
        {
            Description = "Remove the images of the proxies, too; they are built again when they are needed",
        };
        var command = new Command("clean", HelpTexts.Clean) { images };
        command.SetAction((parsed, stop) => CleanAsync(context, parsed.GetValue(images), stop));
        return command;
    }

    private static async Task<int> CleanAsync(CommandContext context, bool images, CancellationToken stop)
    {
        var engine = new DockerEngine(context.Program.Command);
        var removed = (await ContainerCleanup.CleanAsync(engine, stop)).Select(item => item.Name).ToList();
        if (images)
            removed.AddRange(await engine.RemoveImagesAsync(stop));
        foreach (var name in removed)
            await context.Out.WriteLineAsync($"removed {name}");
        if (removed.Count == 0)
            await context.Out.WriteLineAsync("Nothing to remove.");
        return ExitCodes.Conformant;
    }
}
