namespace ConformanceKit.Model;

/// <summary>How strongly a requirement binds, in the words of BCP 14 or, where a clause uses none of them, in ours.</summary>
public enum Level
{
    /// <summary>A MUST or REQUIRED: broken is a <see cref="Verdict.Fail"/>.</summary>
    Must,

    /// <summary>A MUST NOT: broken is a <see cref="Verdict.Fail"/>.</summary>
    MustNot,

    /// <summary>
    /// Specification prose without a keyword that leaves no other reading: broken is a <see cref="Verdict.Fail"/>.
    /// </summary>
    Text,

    /// <summary>A SHOULD or RECOMMENDED: broken is a <see cref="Verdict.Warning"/>.</summary>
    Should,

    /// <summary>A SHOULD NOT: broken is a <see cref="Verdict.Warning"/>.</summary>
    ShouldNot,

    /// <summary>What the field does, without a clause or with a clause that can be read otherwise: broken is a
    /// <see cref="Verdict.Warning"/>.</summary>
    Practice,

    /// <summary>Behaviour that is recorded and never graded.</summary>
    Info,
}
