using System.CommandLine;
using ConformanceKit.CommandLine.Options;
using ConformanceKit.Running.Catalogue;

namespace ConformanceKit.CommandLine.Commands;

/// <summary><c>client</c>: grades clients, as <c>run</c> grades proxies.</summary>
internal static class ClientCommand
{
    /// <summary>The command.</summary>
    public static Command Create(CommandContext context)
    {
        var options = new ClientOptions(RequirementCatalogue.Of(context.Suite).Profiles);
        var command = new Command("client", HelpTexts.Client);
        options.AddTo(command);
        command.SetAction((parsed, stop) => new RunCommand(context, options.Read(parsed, context)).RunAsync(stop));
        return command;
    }
}
