namespace ConformanceKit.Model;

/// <summary>How strongly a requirement binds, in the words of BCP 14 or, where a clause uses none of them, in ours.</summary>
public enum Level
{
    /// <summary>A MUST or REQUIRED: breaking it is a <see cref="Verdict.Fail"/>.</summary>
    Must,

    /// <summary>A MUST NOT: breaking it is a <see cref="Verdict.Fail"/>.</summary>
    MustNot,

    /// <summary>
    /// Specification prose that has no keyword but leaves no other reading: breaking it is a <see cref="Verdict.Fail"/>.
    /// </summary>
    Text,

    /// <summary>A SHOULD or RECOMMENDED: breaking it is a <see cref="Verdict.Warning"/>.</summary>
    Should,

    /// <summary>A SHOULD NOT: breaking it is a <see cref="Verdict.Warning"/>.</summary>
    ShouldNot,

    /// <summary>
    /// The practice of the field, without a clause or with one that can be read differently: breaking it is a
    /// <see cref="Verdict.Warning"/>.
    /// </summary>
    Practice,

    /// <summary>Behaviour that is recorded and never graded.</summary>
    Info,
}
