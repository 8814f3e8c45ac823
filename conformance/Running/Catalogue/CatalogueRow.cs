using ConformanceKit.Running.Authoring;

namespace ConformanceKit.Running.Catalogue;

/// <summary>A group of the catalogue.</summary>
/// <param name="Name">The part of the ids before the first slash.</param>
/// <param name="Title">What the group is about.</param>
/// <param name="Rows">Its rows.</param>
/// <param name="DependsOn">What each of its rows depends on unless the row says otherwise
/// (<see cref="CatalogueRow.DependsOn"/>), or null.</param>
internal sealed record CatalogueGroup(string Name, string Title, IReadOnlyList<CatalogueRow> Rows, string? DependsOn = null);

/// <summary>One requirement of the catalogue.</summary>
/// <param name="Id"><c>group/row</c>.</param>
/// <param name="Clause">Document and section, for instance <c>RFC 9110 §9.3.6</c>, or <c>practice</c>.</param>
/// <param name="Level">
/// How strongly it binds, in the clause's own word: MUST, MUST NOT, SHOULD, SHOULD NOT, text, practice or info.
/// </param>
internal sealed record CatalogueRow(string Id, string Clause, string Level)
{
    /// <summary>The dependency that a row names if it has none although its group has one.</summary>
    public const string Nothing = "nothing";

    /// <summary>
    /// Id of the scenario that must be applicable, and not fail, for this one to mean anything; by default, that of the group.
    /// A scenario's own <see cref="Authoring.RequirementAttribute.DependsOn"/> takes precedence over it.
    /// </summary>
    public string? DependsOn { get; init; }

    /// <summary>
    /// Whether it fails when broken although its level would only warn; see <see cref="Model.Requirement.Strict"/>.
    /// </summary>
    public bool Strict { get; init; }

    /// <summary>Whether it is a danger to users if it is broken; see <see cref="Model.Requirement.Security"/>.</summary>
    public bool Security { get; init; }

    /// <summary>
    /// For a request that has to be refused: the statuses that its clause names, none where it names none; see
    /// <see cref="RefusalRule"/>.
    /// </summary>
    public IReadOnlyList<int>? Refusal { get; init; }

    /// <summary>Whether the clause also lets a proxy repair what it would otherwise have to refuse, and forward it.</summary>
    public bool MayForward { get; init; }

    /// <summary>
    /// How it is graded where the clause leaves that open, or empty. What <see cref="Refusal"/> says is not repeated.
    /// </summary>
    public string Remark { get; init; } = "";

    /// <summary>
    /// Which reading was chosen where the text leaves several open, or why it leaves just one although no keyword says so; or
    /// empty if neither is needed.
    /// </summary>
    public string Reading { get; init; } = "";

    /// <summary>
    /// What goes wrong in practice where it is broken: one or two sentences for a reader who does not know the clause.
    /// </summary>
    public string Why { get; init; } = "";

    /// <summary>Public reports of proxies and clients that broke it: repository and issue, or a CVE.</summary>
    public IReadOnlyList<string> SeenIn { get; init; } = [];

    /// <summary>
    /// The names of the inputs with which it is checked, if there are several: each is a case, and every case that has an input
    /// is listed here.
    /// </summary>
    public IReadOnlyList<string> Inputs { get; init; } = [];

    /// <summary>The clauses of inputs that are bound by another clause than the rest of the row, by the inputs' names.</summary>
    public IReadOnlyDictionary<string, string> InputClauses { get; init; } = new Dictionary<string, string>();

    /// <summary>
    /// Through what else it is checked once more, and why that may differ: with <c>tls</c>, each of its cases has a second one,
    /// <c>group/row/tls</c> or <c>group/row/tls-input</c>. With <c>h2c</c>, the first one is on the listener for HTTP/2 inside
    /// TLS, and the second one on that for HTTP/2 in cleartext.
    /// </summary>
    public IReadOnlyDictionary<string, string> Through { get; init; } = new Dictionary<string, string>();

    /// <summary>Why no scenario checks it, or empty.</summary>
    public string NotCovered { get; init; } = "";

    /// <summary>The clause that binds one of its cases.</summary>
    /// <param name="id">The case's id.</param>
    public string ClauseOf(string id) =>
        id.Length > Id.Length && InputClauses.TryGetValue(id[(Id.Length + 1)..], out var clause) ? clause : Clause;
}
