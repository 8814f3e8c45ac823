using System.CommandLine;
using ConformanceKit.CommandLine.Options;
using ConformanceKit.Containers;
using ConformanceKit.Model;
using ConformanceKit.UnderTest;

namespace ConformanceKit.CommandLine.Commands;

/// <summary><c>proxies</c>: what can be graded here.</summary>
internal static class ProxiesCommand
{
    /// <summary>The command.</summary>
    public static Command Create(CommandContext context)
    {
        var directory = KnownProxyOptions.Directory();
        var command = new Command("proxies", HelpTexts.Proxies) { directory };
        command.SetAction((parsed, stop) => ListAsync(context, new ProxyCatalogue(parsed.GetValue(directory)), stop));
        return command;
    }

    private static async Task<int> ListAsync(CommandContext context, ProxyCatalogue catalogue, CancellationToken stop)
    {
        var fault = await EngineFaultAsync(context.Program.Command, stop);
        foreach (var name in catalogue.Names)
        {
            var (features, state) = name == ProxyCatalogue.Embedded
                ? (Features(new EmbeddedProxy().Features), "can start")
                : Container(catalogue, name, fault is null ? "can start" : "cannot start");
            await context.Out.WriteLineAsync($"{name,-16} {features,-36} {state}");
        }

        // Once for all of them.
        if (fault is not null)
            await context.Out.WriteLineAsync($"{Environment.NewLine}Containers cannot start: {fault}");
        return ExitCodes.Conformant;
    }

    private static (string Features, string State) Container(ProxyCatalogue catalogue, string name, string engine)
    {
        try
        {
            return (Features(catalogue.Find(name).Features), engine);
        }
        catch (UsageException wrong)
        {
            return ("", $"cannot start: {wrong.Message}");
        }
    }

    /// <summary>Why no container can be started, or null.</summary>
    internal static async Task<string?> EngineFaultAsync(string command, CancellationToken stop)
    {
        try
        {
            await new DockerEngine(command).EnsureAvailableAsync(stop);
            return null;
        }
        catch (HarnessException fault)
        {
            return fault.Message;
        }
    }

    private static string Features(IEnumerable<string> features) => string.Join(' ', features.Order(StringComparer.Ordinal));
}
