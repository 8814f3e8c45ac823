using System.Diagnostics;
using ConformanceKit.Model;
using ConformanceKit.Mutants;
using ConformanceKit.Scenarios.Mutants;

namespace ConformanceKit.Scenarios.Tunnel;

/// <summary>Proxies that get the end of a tunnel wrong: they lose bytes, miss the end, or end what should go on.</summary>
internal static class TunnelEndingMutants
{
    [Mutant("forgets-its-buffer-when-the-origin-closes",
        "does not flush what it collected for the client in a bulk transfer when the origin closes")]
    [Kills("tunnel/flush-origin-close", ReasonIds.BytesDiffer)]
    public static Flaw ForgetsOnOriginClose() => new Flaw().Tunnel(Leg.ToClient, next => new UnflushedFilter(next));

    [Mutant("ends-a-tunnel-at-the-origins-reset",
        "resets the client's connection as soon as an origin that has closed answers with a reset")]
    [Kills("tunnel/flush-origin-close-active", ReasonIds.BytesDiffer)]
    public static Flaw EndsAtTheReset()
    {
        ByteSink? toClient = null;
        var closed = false;
        return new Flaw()
            .Tunnel(Leg.ToClient, next => toClient = new WatchingFilter(next) { Finished = () => Note(true) })
            .Tunnel(Leg.FromClient,
                next => new WatchingFilter(next) { Sent = () => closed ? toClient!.ResetAsync() : Task.CompletedTask });

        Task Note(bool value)
        {
            closed = value;
            return Task.CompletedTask;
        }
    }

    [Mutant("forgets-its-buffer-when-the-client-closes",
        "does not flush what it collected for the origin in a bulk transfer when the client closes")]
    [Kills("tunnel/flush-client-close", ReasonIds.BytesDiffer)]
    public static Flaw ForgetsOnClientClose() => new Flaw().Tunnel(Leg.FromClient, next => new UnflushedFilter(next));

    [Mutant("keeps-the-origin-when-the-client-closes",
        "leaves the origin's connection open when the client closes the tunnel and the origin has sent nothing yet")]
    [Kills("tunnel/close-other-side/client", ReasonIds.NotClosed)]
    [Related("tunnel/flush-client-close", "tunnel/no-parse", "tunnel/client-abort-in-dial", "auth/credential-not-in-tunnel")]
    public static Flaw KeepsTheOrigin()
    {
        var isAnswered = false;
        return new Flaw()
            .TunnelBytes(Leg.ToClient, bytes =>
            {
                isAnswered = true;
                return bytes;
            })
            .Tunnel(Leg.FromClient, next => new WatchingFilter(next) { KeepsFin = () => !isAnswered });
    }

    [Mutant("keeps-the-client-when-the-origin-closes", "leaves the client's connection open when the origin closes the tunnel")]
    [Kills("tunnel/close-other-side/origin", ReasonIds.NotClosed)]
    public static Flaw KeepsTheClient() => new Flaw().Tunnel(Leg.ToClient, Filters.SwallowFin);

    [Mutant("closes-both-sides-on-the-first-fin",
        "closes both sides of a tunnel on the first FIN, and discards what the other side still sends")]
    [Records("tunnel/half-close-client", "both sides are closed on the first FIN")]
    [Records("tunnel/half-close-origin", "both sides are closed on the first FIN")]
    public static Flaw ClosesBothSides()
    {
        var ends = new List<Func<Task>>();
        var isOver = false;
        return new Flaw().Tunnel(Leg.FromClient, Closing).Tunnel(Leg.ToClient, Closing);

        ByteSink Closing(ByteSink next)
        {
            ends.Add(next.FinishAsync);
            return Filters.Bytes(bytes => Task.FromResult(isOver ? [] : bytes))(
                new WatchingFilter(next) { Finished = CloseAsync });
        }

        async Task CloseAsync()
        {
            isOver = true;
            foreach (var end in ends)
                await end();
        }
    }

    [Mutant("turns-the-origins-reset-into-fin", "passes a reset by the origin on as an ordinary close")]
    [Kills("tunnel/rst-origin", ReasonIds.EndNotReset)]
    public static Flaw TurnsTheOriginsReset() => new Flaw().Tunnel(Leg.ToClient, Filters.ResetAsFin);

    [Mutant("turns-the-clients-reset-into-fin", "passes a reset by the client on as an ordinary close")]
    [Kills("tunnel/rst-client", ReasonIds.EndNotReset)]
    public static Flaw TurnsTheClientsReset() => new Flaw().Tunnel(Leg.FromClient, Filters.ResetAsFin);

    [Mutant("closes-a-tunnel-of-one-quiet-side",
        "closes a tunnel when one of its sides is silent for the idle limit, whatever the other sends")]
    [Kills("tunnel/one-way-active", ReasonIds.ClosedEarly)]
    public static Flaw ClosesOneWayTunnels()
    {
        var limit = TimeSpan.Zero;
        ByteSink? toReference = null;
        long client = 0, origin = 0;
        return new Flaw()
            .Options(options =>
            {
                limit = options.IdleTimeout;
                return options;
            })
            .Tunnel(Leg.FromClient, next => new WatchingFilter(toReference = next) { Sent = () => Touch(ref client) })
            .Tunnel(Leg.ToClient, next => new WatchingFilter(next) { Sent = () => Touch(ref origin) })
            .Response((head, exchange) =>
            {
                if (!exchange.Request.IsConnect || !head.IsSuccessful)
                    return;
                client = origin = Stopwatch.GetTimestamp();
                _ = CloseWhenQuietAsync(exchange.Client);
            });

        static Task Touch(ref long last)
        {
            Volatile.Write(ref last, Stopwatch.GetTimestamp());
            return Task.CompletedTask;
        }

        async Task CloseWhenQuietAsync(ByteSink toClient)
        {
            while (Stopwatch.GetElapsedTime(Math.Min(Volatile.Read(ref client), Volatile.Read(ref origin))) < limit)
                await Task.Delay(limit / 10);
            await toClient.FinishAsync();
            await toReference!.FinishAsync();
        }
    }

    [Mutant("closes-an-unused-tunnel-soon", "closes a tunnel in which nothing is sent for the first 1.5 s")]
    [Records("tunnel/idle", "closed after")]
    public static Flaw ClosesUnusedTunnels()
    {
        var isUsed = false;
        return new Flaw()
            .TunnelBytes(Leg.FromClient, Use)
            .TunnelBytes(Leg.ToClient, Use)
            .Response((head, exchange) =>
            {
                if (exchange.Request.IsConnect && head.IsSuccessful)
                    _ = CloseUnlessUsedAsync(exchange.Client);
            });

        byte[] Use(byte[] bytes)
        {
            isUsed = true;
            return bytes;
        }

        async Task CloseUnlessUsedAsync(ByteSink toClient)
        {
            await Task.Delay(TimeSpan.FromSeconds(1.5));
            if (!isUsed)
                await toClient.FinishAsync();
        }
    }
}
