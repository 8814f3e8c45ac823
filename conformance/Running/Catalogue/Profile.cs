using ConformanceKit.Model;

namespace ConformanceKit.Running.Catalogue;

/// <summary>
/// A named, documented choice to grade some rows more softly than the RFC's wording; a suite's catalogue defines them.
/// </summary>
/// <param name="Name">The name on the command line.</param>
/// <param name="Summary">What the profile softens.</param>
/// <param name="Softened">How strongly its rows bind under it.</param>
/// <param name="Rows">The ids of its rows.</param>
internal sealed record Profile(string Name, string Summary, Level Softened, IReadOnlyList<string> Rows)
{
    /// <summary>Every row as the clause says.</summary>
    public static Profile Default { get; } = new("default", "every row as its clause says", Level.Must, []);

    /// <summary>How strongly a requirement binds under this profile.</summary>
    public Level LevelOf(Requirement requirement) => Rows.Contains(requirement.Row) ? Softened : requirement.Level;
}
