using ConformanceKit.Model;
using ConformanceKit.Running.Cases;

namespace ConformanceKit.CommandLine.Options;

/// <summary>The globs of <c>--filter</c>, one by one.</summary>
internal static class FilterParts
{
    /// <summary>The parts of options whose values are lists separated by commas.</summary>
    public static IReadOnlyList<string> Of(string[]? values) =>
        [.. (values ?? []).SelectMany(
            value => value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))];

    /// <summary>
    /// The same, each known to match a scenario, whatever else narrows the choice: a misspelt part would silently run less.
    /// </summary>
    /// <exception cref="NothingSelectedException">A part matches nothing.</exception>
    public static IReadOnlyList<string> Checked(string[]? values, ScenarioCatalogue catalogue)
    {
        var parts = Of(values);
        var ids = catalogue.Cases.Select(scenario => scenario.Requirement.Id).ToList();
        if (parts.FirstOrDefault(part => !ids.Exists(id => ScenarioFilter.Matches(part, id))) is not { } wrong)
            return parts;
        var rows = ids.Concat(ids.Select(Requirement.RowOf)).Distinct();
        throw new NothingSelectedException(
            $"--filter '{wrong}' selects nothing: no scenario matches.{Closest.Hint(wrong, rows)} 'list' shows them all.");
    }
}
