using System.Net.Sockets;
using ConformanceKit.ReferenceProxy.Benchmarks.Load;
using ConformanceKit.ReferenceProxy.Benchmarks.Peers;

namespace ConformanceKit.ReferenceProxy.Benchmarks;

/// <summary>
/// Runs each load on the peers in turn: A B C A B C. Whatever slows the machine for a while then slows all of them, and the
/// median of the rounds ignores it. Each load begins with processes that have carried nothing yet, and with rounds that only warm
/// them up.
/// </summary>
internal sealed class Benchmark(Settings settings, LoadOrigins origins, RunningPeers peers, Results results, Progress progress)
{
    /// <summary>A run is repeated if the host gave more than this share of the cores' time to others.</summary>
    private const double MostStolen = 0.05;

    /// <summary>Runs all loads.</summary>
    public void Run(CancellationToken cancel)
    {
        foreach (var workload in settings.Workloads)
        {
            HashSet<PeerKind> failed = [];
            for (var run = 1 - workload.WarmUps; run <= settings.RoundsOf(workload); run++)
            {
                var round = Math.Max(Results.WarmUp, run);
                foreach (var kind in settings.PeersOf(workload))
                {
                    cancel.ThrowIfCancellationRequested();
                    progress.Begin(workload.Id, round, kind.Name);
                    if (!failed.Contains(kind) && !Run(workload, round, kind, cancel))
                        failed.Add(kind);
                }
            }
            peers.EndAll();
        }
    }

    /// <summary>Runs one peer in one round. A peer that could not carry a load is not given it again.</summary>
    private bool Run(Workload workload, int round, PeerKind kind, CancellationToken cancel)
    {
        try
        {
            var run = RunOnce(workload, kind);
            if (round == Results.WarmUp)
                return true;

            // A run in which the host took too much says more about the host: the quietest of several counts.
            for (var tries = workload.Tries; run.Stolen > MostStolen && tries > 1; tries--)
            {
                cancel.ThrowIfCancellationRequested();
                var again = RunOnce(workload, kind);
                run = again.Stolen < run.Stolen ? again : run;
            }

            results.Add(workload.Id, kind.Name, round, run.Stolen, kind.Program is null ? WithoutUse(run.Figures) : run.Figures);
            return true;
        }
        catch (Exception failure)
            when (!cancel.IsCancellationRequested && failure is LoadFailedException or IOException or SocketException)
        {
            results.Add(new Failure(workload.Id, kind.Name, round, OneLine(failure.Message)));
            peers.End(kind);
            return false;
        }
    }

    private (IReadOnlyList<Figure> Figures, double Stolen) RunOnce(Workload workload, PeerKind kind)
    {
        try
        {
            var before = StolenTime.Now();
            return (workload.Run(peers.Get(kind), origins), StolenTime.Now().ShareSince(before));
        }
        finally
        {
            // Unfinished work must not slow down the next peer: some go on relaying for a client that has gone.
            origins.HangUp();
            if (!peers.IsQuiet(kind))
                peers.End(kind);
        }
    }

    /// <summary>Without a proxy there is no CPU or memory to measure, so zeros are not values.</summary>
    private static IReadOnlyList<Figure> WithoutUse(IReadOnlyList<Figure> figures) =>
        [.. figures.Where(figure => figure.Value != 0)];

    private static string OneLine(string text) =>
        string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
