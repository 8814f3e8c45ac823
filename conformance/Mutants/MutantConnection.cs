using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using ConformanceKit.ReferenceProxy;

namespace ConformanceKit.Mutants;

/// <summary>
/// One client connection of a mutant. It has a reference proxy of its own, so that what passes on the origin's side belongs to
/// this client without any mark on the wire:
/// <code>
///   client == flaw == reference == flaw == origin
/// </code>
/// </summary>
/// <param name="client">The accepted connection.</param>
/// <param name="flaw">What is broken.</param>
/// <param name="options">The reference's options.</param>
/// <param name="faults">Told of a flaw that fails itself.</param>
internal sealed class MutantConnection(Socket client, Flaw flaw, ProxyOptions options, Action<Exception> faults)
{
    // Longer than the reference drains a tunnel.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(15);

    // For what has arrived to be passed on: much longer than it takes, since a receiver that takes nothing is waited for so long.
    private static readonly TimeSpan s_lastWords = TimeSpan.FromSeconds(2);

    private readonly ConcurrentBag<Socket> _sockets = [client];
    private readonly ConcurrentBag<Task> _originSides = [];

    /// <summary>Serves the client to the end; what the flaw keeps open stays so until <paramref name="ending"/>.</summary>
    public async Task RunAsync(CancellationToken ending)
    {
        using var closing = ending.Register(Close);
        try
        {
            if (flaw.Handler is { } handler)
                await handler(client, ending);
            else
                await RelayAsync(ending);
        }
        catch (Exception end) when (end is OperationCanceledException || LegRelay.IsEnd(end))
        {
            // The client is gone, or the mutant ends.
        }
        catch (Exception fault)
        {
            faults(fault);
        }
        finally
        {
            if (flaw.Handler is not null)
                client.Dispose();
        }
    }

    /// <summary>Closes whatever is still open.</summary>
    public void Close()
    {
        foreach (var socket in _sockets)
            socket.Dispose();
    }

    private async Task RelayAsync(CancellationToken ending)
    {
        // 1. A reference for this client alone.
        var toClient = new SocketSink(client);
        var conversation = new Conversation(toClient);
        var legs = new LegFilters(flaw, conversation);
        var changed = flaw.Change(options with { Listen = InsideAddress.Next() });
        await using var reference = ProxyServer.Start(
            flaw.HasOriginSide
                ? changed with { Connect = (origin, cancel) => DialAsync(origin, conversation, legs, cancel) }
                : changed);

        // 2. Both ways, until both have ended.
        var inner = Keep(await SocketPair.DialInsideAsync(reference.EndPoint, ending));
        var toReference = new SocketSink(inner);
        await RunBothAsync((client, legs.FromClient(toReference), toReference), (inner, legs.ToClient(toClient), toClient));

        // 3. The reference ends by itself what it began with the origin: how, is what is to be seen there.
        await reference.StopAsync(s_patience);
        await Task.WhenAll(_originSides);
    }

    // The origin first: what goes wrong is the reference's to answer.
    private async Task<Socket> DialAsync(IPEndPoint address, Conversation conversation, LegFilters legs, CancellationToken cancel)
    {
        var origin = Keep(await SocketPair.DialAsync(address, cancel));
        var (near, far) = await OpenAsync(origin, cancel);
        Keep(near);
        var exchanges = new OriginExchanges(conversation, address.Port);
        var toOrigin = new SocketSink(origin);
        var toReference = new SocketSink(near);
        _originSides.Add(RunBothAsync(
            (near, legs.ToOrigin(exchanges, toOrigin), toOrigin),
            (origin, legs.FromOrigin(exchanges, toReference), toReference)));
        return far;
    }

    // A reference that gives the dial up leaves no connection to the origin behind, so nor does the mutant.
    private static async Task<(Socket Near, Socket Far)> OpenAsync(Socket origin, CancellationToken cancel)
    {
        try
        {
            return await SocketPair.OpenAsync(cancel);
        }
        catch
        {
            origin.Dispose();
            throw;
        }
    }

    private async Task RunBothAsync((Socket From, ByteSink Steps, SocketSink Into) up,
        (Socket From, ByteSink Steps, SocketSink Into) down)
    {
        var goingUp = GuardedAsync(up.From, up.Steps);
        var goingDown = GuardedAsync(down.From, down.Steps);
        await Task.WhenAll(TellSenderAsync(goingUp, up.From, goingDown), TellSenderAsync(goingDown, down.From, goingUp));
        if (!up.Into.HasEnded || !down.Into.HasEnded)
            return; // the flaw keeps it open
        up.From.Dispose();
        down.From.Dispose();
    }

    // The receiver of a leg is gone: its sender is told so by RST, as the receiver would. But what the receiver had said before,
    // on the other leg, comes first: a RST would overtake it.
    private static async Task TellSenderAsync(Task<bool> leg, Socket from, Task<bool> other)
    {
        if (await leg)
            return;
        await Task.WhenAny(other, Task.Delay(s_lastWords));
        from.Close(timeout: 0);
    }

    // A flaw that fails ends its connection, and is reported as a fault of the harness.
    private async Task<bool> GuardedAsync(Socket from, ByteSink steps)
    {
        try
        {
            return await LegRelay.RunAsync(from, steps);
        }
        catch (Exception fault)
        {
            if (!LegRelay.IsEnd(fault) && fault is not OperationCanceledException)
                faults(fault);
            from.Close(timeout: 0);
            return true;
        }
    }

    private Socket Keep(Socket socket)
    {
        _sockets.Add(socket);
        return socket;
    }
}
