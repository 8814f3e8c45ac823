using System.CommandLine;
using ConformanceKit.CommandLine.Options;
using ConformanceKit.Model;
using ConformanceKit.Reporting.Json;

namespace ConformanceKit.CommandLine.Commands;

/// <summary><c>schema</c>: the JSON Schema of the report.</summary>
internal static class SchemaCommand
{
    /// <summary>The command.</summary>
    public static Command Create(CommandContext context)
    {
        var command = new Command("schema", HelpTexts.Schema);
        command.SetAction(async (_, _) =>
        {
            await context.Out.WriteAsync(ReportSchema.Text);
            return ExitCodes.Conformant;
        });
        return command;
    }
}
