namespace ConformanceKit.Model;

/// <summary>
/// How much whoever is graded may send that nobody sent to it, with the defaults. Each limit is far above what an honest proxy or
/// client comes to: it keeps one that sends without end from filling the memory. All are printed in the report.
/// </summary>
/// <remarks>
/// What the scenario itself sends is apart, however much that is: a proxy passes it on, and may make it longer, with chunks for
/// instance. So a scenario that transfers gigabytes needs no other limit.
/// </remarks>
public sealed record Limits
{
    /// <summary>The most bytes on one connection, beyond twice what the scenario has sent on the other side. 2 MiB.</summary>
    public long Bytes { get; init; } = 2 * 1024 * 1024;

    /// <summary>
    /// The most messages in a row: interim responses (1xx) to one request, or requests on one connection to an origin. 5,000.
    /// </summary>
    public int Messages { get; init; } = 5_000;

    /// <summary>The most lines in one head or trailer section. 25,000.</summary>
    public int Lines { get; init; } = 25_000;

    /// <summary>The most connections to one origin. 1,000.</summary>
    public int Connections { get; init; } = 1_000;
}
