namespace ConformanceKit.Model;

/// <summary>
/// Every wait of the kit, named, with its default. A scenario waits for events, and these only bound the wait, except
/// <see cref="Quiet"/> and <see cref="Segment"/>, where only time can tell. All are printed in the report.
/// </summary>
public sealed record Waits
{
    /// <summary>The longest a proxy may take for a reply, or for bytes to pass through a tunnel. 10 s.</summary>
    public TimeSpan Reply { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a connection must stay silent where silence is the requirement. 300 ms.</summary>
    public TimeSpan Quiet { get; init; } = TimeSpan.FromMilliseconds(300);

    /// <summary>How long to pause after each byte that is sent separately, so that the proxy reads it separately. 1 ms.</summary>
    public TimeSpan Segment { get; init; } = TimeSpan.FromMilliseconds(1);

    /// <summary>The longest a proxy may take to give up on a target that never answers. 25 s.</summary>
    public TimeSpan Dial { get; init; } = TimeSpan.FromSeconds(25);

    /// <summary>The longest one scenario may take in all. 60 s.</summary>
    public TimeSpan Scenario { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The longest a scenario that only <c>--nightly</c> runs may take in all. 10 min.</summary>
    public TimeSpan Nightly { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long a connection is left alone to see whether it survives; only with <c>--nightly</c>. 60 s.</summary>
    public TimeSpan Idle { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// The longest a proxy that ended in mid-run may take to be back, if the kit did not start it and so cannot start it again.
    /// 20 s.
    /// </summary>
    public TimeSpan Restart { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>The longest a browser may take for a page. 20 s.</summary>
    public TimeSpan Page { get; init; } = TimeSpan.FromSeconds(20);
}
