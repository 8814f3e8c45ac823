using System.CommandLine;
using ConformanceKit.Model;
using ConformanceKit.Reporting;
using ConformanceKit.Running;

namespace ConformanceKit.CommandLine;

/// <summary><c>list</c>: every scenario.</summary>
internal static class ListCommand
{
    /// <summary>The command.</summary>
    public static Command Create(Host host)
    {
        var json = new Option<bool>("--json") { Description = "As JSON, on standard output" };
        var command = new Command("list", HelpTexts.List) { json };
        command.SetAction((parsed, _) => parsed.GetValue(json) ? ListJsonAsync(host) : ListAsync(host));
        return command;
    }

    private static async Task<int> ListAsync(Host host)
    {
        var groups = host.Catalogue.Cases.GroupBy(scenario => scenario.Requirement.Group);
        foreach (var group in groups.OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            await host.Out.WriteLineAsync(group.Key);
            foreach (var requirement in group.Select(scenario => scenario.Requirement))
            {
                await host.Out.WriteLineAsync($"  {requirement.Id,-42} {VerdictNames.Keyword(requirement.Level),-10} {requirement.Clause}");
                await host.Out.WriteLineAsync($"      {requirement.Title}");
            }
        }
        return ExitCodes.Conformant;
    }

    private static async Task<int> ListJsonAsync(Host host)
    {
        var rows = host.Catalogue.Cases.Select(scenario => scenario.Requirement).Select(requirement => new
        {
            requirement.Id,
            requirement.Group,
            Level = VerdictNames.Of(requirement.Level),
            Keyword = VerdictNames.Keyword(requirement.Level),
            requirement.Clause,
            requirement.Title,
            requirement.DependsOn,
        });
        await host.Out.WriteAsync(JsonReport.Write(rows));
        return ExitCodes.Conformant;
    }
}
