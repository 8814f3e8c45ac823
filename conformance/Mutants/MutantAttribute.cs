namespace ConformanceKit.Mutants;

/// <summary>
/// Marks a static method that creates a <see cref="Flaw"/> as a mutant of the suite: a proxy with exactly one rule broken.
/// </summary>
/// <param name="name">What it does wrong, as a stable name: <c>adds-content-length-to-2xx</c>.</param>
/// <param name="breaks">The same as a sentence.</param>
[AttributeUsage(AttributeTargets.Method)]
public class MutantAttribute(string name, string breaks) : Attribute
{
    /// <summary>What it does wrong, as a stable name.</summary>
    public string Name { get; } = name;

    /// <summary>The same as a sentence.</summary>
    public string Breaks { get; } = breaks;
}

/// <summary>Marks a mutant that is no proxy at all: it must not pass any scenario that an RFC requires.</summary>
/// <param name="name">What it does, as a stable name.</param>
/// <param name="breaks">The same as a sentence.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NullProxyAttribute(string name, string breaks) : MutantAttribute(name, breaks);

/// <summary>
/// Marks a mutant that is no client at all: what it reports is never true, so it passes no scenario in which a client succeeds.
/// </summary>
/// <param name="name">What it does, as a stable name.</param>
/// <param name="breaks">The same as a sentence.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NullClientAttribute(string name, string breaks) : MutantAttribute(name, breaks);

/// <summary>A scenario that must be broken on a mutant, and for which reason.</summary>
/// <param name="id">The scenario; if none has this id, a row, which means all its inputs, or a pattern.</param>
/// <param name="reasonId">One of <see cref="Model.ReasonIds"/>.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class KillsAttribute(string id, string reasonId) : Attribute
{
    /// <summary>The scenario, or a row.</summary>
    public string Id { get; } = id;

    /// <summary>The reason.</summary>
    public string ReasonId { get; } = reasonId;
}

/// <summary>
/// A scenario that is never graded, and must record something else on a mutant than on the unmodified reference.
/// </summary>
/// <param name="id">The scenario; if none has this id, a row, which means all its inputs, or a pattern.</param>
/// <param name="text">A text that its remark must contain on the mutant, but not on the reference.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class RecordsAttribute(string id, string text) : Attribute
{
    /// <summary>The scenario, or a row.</summary>
    public string Id { get; } = id;

    /// <summary>What its remark must contain.</summary>
    public string Text { get; } = text;
}

/// <summary>Scenarios that a mutant rightly breaks besides those that it is made for.</summary>
/// <param name="patterns">Ids, rows or patterns such as <c>tunnel/*</c>.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class RelatedAttribute(params string[] patterns) : Attribute
{
    /// <summary>Ids, rows or patterns.</summary>
    public IReadOnlyList<string> Patterns { get; } = patterns;
}

/// <summary>
/// Scenarios that take minutes whatever the waits are: the matrix runs them only with <c>--nightly</c>, and counts them apart.
/// </summary>
/// <param name="pattern">An id, a row or a pattern such as <c>tunnel/large</c>.</param>
/// <param name="reason">Why no shorter wait would do.</param>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
public sealed class PostponedAttribute(string pattern, string reason) : Attribute
{
    /// <summary>An id, a row or a pattern.</summary>
    public string Pattern { get; } = pattern;

    /// <summary>Why no shorter wait would do.</summary>
    public string Reason { get; } = reason;
}

/// <summary>Scenarios so costly that the matrix runs them only on mutants that name them.</summary>
/// <param name="patterns">Ids, rows or patterns such as <c>browser/*</c>.</param>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
public sealed class CostlyAttribute(params string[] patterns) : Attribute
{
    /// <summary>Ids, rows or patterns.</summary>
    public IReadOnlyList<string> Patterns { get; } = patterns;
}
