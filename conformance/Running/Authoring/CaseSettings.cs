using ConformanceKit.Model;
using ConformanceKit.Origins;
using ConformanceKit.Running.Catalogue;

namespace ConformanceKit.Running.Authoring;

/// <summary>How scenarios are run and graded, whichever of them are selected.</summary>
internal sealed record CaseSettings
{
    /// <summary>Bounds on every wait.</summary>
    public Waits Waits { get; init; } = new();

    /// <summary>How much whoever is graded may send that nobody sent to it.</summary>
    public Limits Limits { get; init; } = new();

    /// <summary>How strictly rows are graded.</summary>
    public Profile Profile { get; init; } = Profile.Default;

    /// <summary>Whether the rows that drive a browser are left out as not applicable.</summary>
    public bool NoBrowser { get; init; }

    /// <summary>Whether the rows that take minutes are run too; otherwise they are not applicable.</summary>
    public bool Nightly { get; init; }

    /// <summary>Whether a case whose verdict the load may have turned is run once more, alone.</summary>
    public bool Confirms { get; init; } = true;

    /// <summary>The range from which origins take their ports.</summary>
    public OriginPorts OriginPorts { get; init; } = OriginPorts.Default;
}
