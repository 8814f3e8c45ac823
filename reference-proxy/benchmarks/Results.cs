namespace ConformanceKit.ReferenceProxy.Benchmarks;

/// <summary>One value of one peer in one round, and the share of the cores' time that the host gave to others then.</summary>
internal sealed record Sample(string Workload, string Peer, int Round, double Stolen, Figure Figure);

/// <summary>A load that a peer could not carry.</summary>
internal sealed record Failure(string Workload, string Peer, int Round, string Reason);

/// <summary>The values so far. One thread measures and writes them; another reads them after Ctrl-C.</summary>
internal sealed class Results
{
    /// <summary>The number of every warm-up round, which is not measured.</summary>
    public const int WarmUp = 0;

    private readonly Lock _lock = new();
    private readonly List<Sample> _samples = [];
    private readonly List<Failure> _failures = [];

    /// <summary>All values, in the order in which they were measured.</summary>
    public IReadOnlyList<Sample> Samples => Copy(_samples);

    /// <summary>All failures, in the order in which they happened.</summary>
    public IReadOnlyList<Failure> Failures => Copy(_failures);

    /// <summary>A round in words.</summary>
    public static string Words(int round) => round == WarmUp ? "warm-up" : $"round {round}";

    /// <summary>Adds the figures of one run.</summary>
    public void Add(string workload, string peer, int round, double stolen, IReadOnlyList<Figure> figures)
    {
        lock (_lock)
            _samples.AddRange(figures.Select(figure => new Sample(workload, peer, round, stolen, figure)));
    }

    /// <summary>Adds a failure.</summary>
    public void Add(Failure failure)
    {
        lock (_lock)
            _failures.Add(failure);
    }

    private List<T> Copy<T>(List<T> list)
    {
        lock (_lock)
            return [.. list];
    }
}
