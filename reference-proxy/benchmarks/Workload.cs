using ConformanceKit.ReferenceProxy.Benchmarks.Load;
using ConformanceKit.ReferenceProxy.Benchmarks.Peers;

namespace ConformanceKit.ReferenceProxy.Benchmarks;

/// <summary>One kind of load, bounded in count and time.</summary>
/// <param name="Id">Its name on the command line.</param>
/// <param name="Title">What it does, in one line.</param>
/// <param name="Run">Puts the load through the peer once and returns the figures.</param>
internal sealed record Workload(string Id, string Title, Func<Peer, LoadOrigins, IReadOnlyList<Figure>> Run)
{
    /// <summary>Whether only the reference carries it.</summary>
    public bool OnlyReference { get; init; }

    /// <summary>Whether the clients of its tunnels speak TLS to the peer.</summary>
    public bool OverTls { get; private init; }

    /// <summary>Whether its clients speak HTTP/2 to the peer.</summary>
    public bool OverHttp2 { get; init; }

    /// <summary>The peers that carry it; null for all but those that carry only what names them.</summary>
    public IReadOnlyList<string>? Only { get; init; }

    /// <summary>
    /// How many times it runs before it is measured. A process is slower in its first seconds, above all one whose code is
    /// compiled while it runs. A load that begins with its own warm-up needs none here.
    /// </summary>
    public int WarmUps { get; init; } = 1;

    /// <summary>How many times it is measured at most.</summary>
    public int Rounds { get; init; } = int.MaxValue;

    /// <summary>How many times it is run at most for one value, if the host of the machine disturbs it.</summary>
    public int Tries => Rounds == 1 ? 1 : 3;

    /// <summary>The same load with clients that speak TLS to the peer.</summary>
    public Workload InTls() => this with
    {
        Id = $"tls-{Id}",
        Title = $"{Title}; in TLS to the peer",
        OverTls = true,
        Run = (peer, origins) => [.. Run(peer, origins).Select(figure => figure with
        {
            Measure = figure.Measure with { Id = $"tls-{figure.Measure.Id}", Title = $"{figure.Measure.Title}, in TLS" },
        })],
    };
}
