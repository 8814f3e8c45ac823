using System.Diagnostics;
using ConformanceKit.Model;
using ConformanceKit.Mutants;

namespace ConformanceKit.Scenarios.Robustness;

/// <summary>Proxies that serve one peer at the expense of others.</summary>
internal static class FairnessMutants
{
    // Longer than a client waits for a reply, but not forever: the mutant has to end even if it does not see the client leave.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(12);

    // Counted over all connections.
    private static int s_greedy;

    [Mutant("serves-one-client-to-its-end", "takes no other request while the client that it serves goes on")]
    [Kills("robustness/fairness", ReasonIds.ReplyTimeout)]
    public static Flaw ServesOneToItsEnd()
    {
        var isGreedy = false;
        return new Flaw()
            .Heads(Leg.FromClient, async (head, _) =>
            {
                if (!isGreedy && head.Target.EndsWith("/greedy", StringComparison.Ordinal))
                {
                    isGreedy = true;
                    Interlocked.Increment(ref s_greedy);
                }
                if (!head.Target.EndsWith("/beside", StringComparison.Ordinal))
                    return;
                var began = Stopwatch.GetTimestamp();
                while (Volatile.Read(ref s_greedy) > 0 && Stopwatch.GetElapsedTime(began) < s_patience)
                    await Task.Delay(10);
            })
            .Filter(Leg.FromClient, next => new Watched(next, () =>
            {
                if (isGreedy)
                    Interlocked.Decrement(ref s_greedy);
                isGreedy = false;
            }));
    }

    private sealed class Watched(ByteSink next, Action end) : ByteFilter(next)
    {
        public override Task FinishAsync()
        {
            end();
            return base.FinishAsync();
        }

        public override Task ResetAsync()
        {
            end();
            return base.ResetAsync();
        }
    }
}
