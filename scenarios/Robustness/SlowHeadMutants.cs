using ConformanceKit.Model;
using ConformanceKit.Mutants;

namespace ConformanceKit.Scenarios.Robustness;

/// <summary>Proxies that a client can occupy by never ending its head.</summary>
internal static class SlowHeadMutants
{
    private static readonly TimeSpan s_never = TimeSpan.FromMinutes(10);

    [Mutant("waits-for-ever-for-a-head", "has no limit on the time that a head takes")]
    [Kills("robustness/slow-headers", ReasonIds.BytesTimeout)]
    public static Flaw WaitsForEver() => new Flaw().Options(options => options with { HeaderTimeout = s_never });

    [Mutant("limits-single-reads-only", "gives up on a head when nothing comes for a while, but never while it drips")]
    [Kills("robustness/slow-headers/dripping", ReasonIds.BytesTimeout)]
    public static Flaw LimitsSingleReads()
    {
        var isGivenUp = false;
        return WaitsForEver()
            .Filter(Leg.FromClient, next => new SilenceEndsHead(next, () => isGivenUp = true))
            .Response(head =>
            {
                if (isGivenUp)
                    head.Status = 408;
            });
    }

    // Ends the client's side when the first head stops coming.
    private sealed class SilenceEndsHead(ByteSink next, Action givesUp) : ByteFilter(next)
    {
        private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);

        private bool _isHead = true;
        private int _received;

        public override Task SendAsync(ReadOnlyMemory<byte> bytes)
        {
            _isHead = _isHead && bytes.Span.IndexOf("\r\n\r\n"u8) < 0;
            if (_isHead)
                _ = GiveUpUnlessMoreComesAsync(++_received);
            return base.SendAsync(bytes);
        }

        private async Task GiveUpUnlessMoreComesAsync(int soFar)
        {
            await Task.Delay(s_patience);
            if (!_isHead || soFar != _received)
                return;
            givesUp();
            await Next.FinishAsync();
        }
    }
}
