namespace ConformanceKit.Mutants;

/// <summary>The four paths that bytes take through a proxy, and so through a mutant.</summary>
public enum Leg
{
    /// <summary>What the client sends.</summary>
    FromClient,

    /// <summary>What the client receives.</summary>
    ToClient,

    /// <summary>What the origin receives.</summary>
    ToOrigin,

    /// <summary>What the origin sends.</summary>
    FromOrigin,
}
