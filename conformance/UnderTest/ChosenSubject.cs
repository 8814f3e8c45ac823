namespace ConformanceKit.UnderTest;

/// <summary>Where the name of a proxy or a client comes from, which decides whose baselines can be about it.</summary>
internal enum SubjectNaming
{
    /// <summary>It is known to the kit, or is a folder of the user's.</summary>
    Known,

    /// <summary>The user gave it to an instance or an image.</summary>
    Given,

    /// <summary>It is just the address of an instance or an image's reference: tomorrow, something else may be there.</summary>
    Place,
}

/// <summary>A proxy or a client to grade and how the command line names it.</summary>
/// <param name="Subject">What is graded.</param>
/// <param name="Arguments">The arguments that name it, quoted for a shell.</param>
internal sealed record ChosenSubject(Subject Subject, string Arguments)
{
    /// <summary>Where its name comes from.</summary>
    public SubjectNaming Naming { get; init; } = SubjectNaming.Known;
}
