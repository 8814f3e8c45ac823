using ConformanceKit.Model;
using ConformanceKit.Running.Cases;

namespace ConformanceKit.CommandLine.Options;

/// <summary>The names of groups in an option's value.</summary>
internal static class GroupNames
{
    /// <summary>The names, each known to be a group of the suite.</summary>
    /// <param name="values">The option's values.</param>
    /// <param name="catalogue">The suite.</param>
    /// <exception cref="UsageException">A group does not exist.</exception>
    public static IReadOnlyList<string> Checked(string[]? values, ScenarioCatalogue catalogue)
    {
        var known = catalogue.Cases.Select(scenario => scenario.Requirement.Group).ToHashSet();
        var chosen = FilterParts.Of(values);
        return chosen.FirstOrDefault(group => !known.Contains(group)) is not { } unknown
            ? chosen
            : throw new UsageException(
                $"There is no group '{unknown}'; the groups are {string.Join(", ", known)}.{Closest.Hint(unknown, known)}");
    }
}
