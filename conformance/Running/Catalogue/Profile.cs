using ConformanceKit.Model;

namespace ConformanceKit.Running.Catalogue;

/// <summary>A named, documented choice to grade some rows more softly than the RFC's wording says.</summary>
internal sealed class Profile
{
    private readonly Level softened;
    private readonly string[] rows;

    private Profile(string name, string summary, Level softened, params string[] rows)
    {
        Name = name;
        Summary = summary;
        this.softened = softened;
        this.rows = rows;
    }

    /// <summary>Every row as the clause says.</summary>
    public static Profile Default { get; } = new("default", "every row as its clause says", Level.Must);

    /// <summary>All profiles.</summary>
    public static IReadOnlyList<Profile> All { get; } =
    [
        Default,
        new(
            "before-9931",
            "a rejected CONNECT may leave the connection open: a warning (RFC 9931 §8 is newer than most proxies)",
            Level.Should,
            "connect-errors/reject-closes",
            "auth/407-connect-closes"),
        new(
            "privacy",
            "Via and Date are not graded, for proxies that leave them out on purpose",
            Level.Info,
            "absolute-form/via-request",
            "absolute-form/via-response",
            "absolute-form/date-added"),
    ];

    /// <summary>The name on the command line.</summary>
    public string Name { get; }

    /// <summary>What the profile softens.</summary>
    public string Summary { get; }

    /// <summary>How strongly a requirement binds under this profile.</summary>
    public Level LevelOf(Requirement requirement) =>
        rows.Any(row => requirement.Id == row || requirement.Id.StartsWith(row + "/", StringComparison.Ordinal))
            ? softened
            : requirement.Level;
}
