namespace ConformanceKit.Model;

/// <summary>What a scenario checks: one row of the catalogue, or one named input of a row.</summary>
/// <param name="Id">Stable name, <c>group/row</c> or <c>group/row/input</c>.</param>
/// <param name="Clause">Document and section, for instance <c>RFC 9110 §9.3.6</c>, or <c>practice</c>.</param>
/// <param name="Level">How strongly it binds.</param>
/// <param name="Title">The requirement as a sentence.</param>
/// <param name="DependsOn">
/// Id of the scenario that must be applicable, and not fail, for this one to mean anything, or null.
/// </param>
/// <param name="Strict">
/// Whether breaking it fails even though its level would only warn: for clauses that recommend the best answer and leave no doubt
/// about the worst. The scenario itself warns about what lies in between.
/// </param>
public sealed record Requirement(
    string Id, string Clause, Level Level, string Title, string? DependsOn = null, bool Strict = false)
{
    /// <summary>The catalogue's group: the part of the id before the first slash.</summary>
    public string Group => GroupOf(Id);

    /// <summary>The feature without which neither this nor what depends on it is applicable, or null.</summary>
    public string? Feature { get; init; }

    /// <summary>
    /// What the client speaks to the proxy if it is not what the row is about: <c>tls</c> for a case that is checked once more
    /// inside TLS; else null.
    /// </summary>
    internal string? Through { get; init; }

    /// <summary>What a case depends on, besides <see cref="DependsOn"/>, because it is checked through something else.</summary>
    internal string? ThroughDependsOn { get; init; }

    /// <summary>How it is graded if the clause leaves that open, or empty.</summary>
    public string Remark { get; init; } = "";

    /// <summary>
    /// The statuses that the clause names for a request that has to be refused; empty if it names none, and null if the
    /// requirement is not about a refusal.
    /// </summary>
    public IReadOnlyList<int>? Refusal { get; init; }

    /// <summary>
    /// Which reading was chosen if the text allows several, or why it allows just one although it has no keyword; or empty.
    /// </summary>
    public string Reading { get; init; } = "";

    /// <summary>What goes wrong in practice when it is broken, or empty.</summary>
    public string Why { get; init; } = "";

    /// <summary>Whether it takes minutes, so that only a run with <c>--nightly</c> checks it.</summary>
    public bool Nightly { get; init; }

    /// <summary>
    /// Whether it is a danger to users if it is broken: somebody passes for the origin, or learns what is not for him.
    /// </summary>
    public bool Security { get; init; }

    /// <summary>Whether it is about a client, and not about a proxy.</summary>
    internal bool OfClients { get; init; }

    /// <summary>Whether it takes seconds, nearly all of them waiting, so that a run starts it first.</summary>
    internal bool Lengthy { get; init; }

    /// <summary>Whether it can leave a faulty proxy unable to serve anyone, so that it runs after everything else.</summary>
    internal bool Last { get; init; }

    /// <summary>Public reports of programs that broke it: repository and issue, or a CVE.</summary>
    public IReadOnlyList<string> SeenIn { get; init; } = [];

    /// <summary>The catalogue's row: the id without the name of an input.</summary>
    public string Row => RowOf(Id);

    /// <summary>The id of a case when it is checked through something else.</summary>
    /// <param name="id"><c>group/row</c>, or <c>group/row/input</c>.</param>
    /// <param name="protocol">What the client speaks to the proxy instead, such as <c>tls</c>.</param>
    /// <returns><c>group/row/tls</c>, or <c>group/row/tls-input</c>.</returns>
    internal static string IdThrough(string id, string protocol)
    {
        var row = RowOf(id);
        return $"{row}/{protocol}{id[row.Length..].Replace('/', '-')}";
    }

    /// <summary>The group that an id belongs to.</summary>
    /// <param name="id"><c>group/row</c>, or <c>group/row/input</c>.</param>
    internal static string GroupOf(string id) => id[..id.IndexOf('/', StringComparison.Ordinal)];

    /// <summary>The row that an id belongs to.</summary>
    /// <param name="id"><c>group/row</c>, or <c>group/row/input</c>.</param>
    internal static string RowOf(string id)
    {
        var slash = id.IndexOf('/', id.IndexOf('/', StringComparison.Ordinal) + 1);
        return slash < 0 ? id : id[..slash];
    }
}
