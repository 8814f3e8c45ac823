using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using ConformanceKit.ReferenceProxy;

namespace ConformanceKit.Mutants;

/// <summary>
/// One client connection of a mutant. It has its own reference proxy, so that everything on the origin's side is known to belong
/// to this client without any mark on the wire:
/// <code>
///   client == flaw == reference == flaw == origin
/// </code>
/// </summary>
/// <param name="client">The accepted connection.</param>
/// <param name="flaw">What is broken.</param>
/// <param name="options">The reference's options.</param>
/// <param name="faults">Called with the exception of a flaw that fails.</param>
internal sealed class MutantConnection(Socket client, Flaw flaw, ProxyOptions options, Action<Exception> faults)
{
    // Longer than the time that the reference allows a tunnel to drain.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(15);

    // The time for passing on what has already arrived. It is much longer than that takes, because it is also the limit for a
    // receiver that accepts nothing.
    private static readonly TimeSpan s_lastWords = TimeSpan.FromSeconds(2);

    private readonly ConcurrentBag<Socket> _sockets = [client];
    private readonly ConcurrentBag<Task> _originSides = [];

    /// <summary>Whether the client is expected to speak HTTP/2.</summary>
    public bool IsHttp2 { get; init; }

    /// <summary>Serves the client to the end; what the flaw keeps open stays open until <paramref name="ending"/>.</summary>
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
            // The client is gone, or the mutant is ending.
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
        // 1. Start a reference for this client alone.
        var toClient = new SocketSink(client);
        var conversation = new Conversation(toClient);
        var legs = new LegFilters(flaw, conversation)
        {
            IsHttp = options.SocksListen is null,
            IsHttp2 = IsHttp2 || flaw.HasFrames,
        };
        var changed = flaw.Change(options with
        {
            Listen = InsideAddress.Next(),
            SocksListen = options.SocksListen is null ? null : InsideAddress.Next(),
        });
        await using var reference = ProxyServer.Start(
            flaw.HasOriginSide
                ? changed with
                {
                    Connect = (origin, cancel) => DialAsync(
                        changed.Connect ?? SocketPair.DialAsync, origin, conversation, legs, cancel),
                }
                : changed);

        // 2. Relay in both directions until both have ended.
        var inner = Keep(await SocketPair.DialInsideAsync(reference.SocksEndPoint ?? reference.EndPoint, ending));
        var toReference = new SocketSink(inner);
        await RunBothAsync((client, legs.FromClient(toReference), toReference), (inner, legs.ToClient(toClient), toClient));

        // 3. Let the reference end its connections to the origin in its own way, which is what the origin has to see.
        await reference.StopAsync(s_patience);
        await Task.WhenAll(_originSides);
    }

    // Dial the origin first: if that fails, it is for the reference to answer the client.
    private async Task<Socket> DialAsync(Func<IPEndPoint, CancellationToken, Task<Socket>> connect, IPEndPoint address,
        Conversation conversation, LegFilters legs, CancellationToken cancel)
    {
        var origin = Keep(await connect(address, cancel));
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

    // A reference that gives up the dial leaves no connection to the origin behind, so neither does the mutant.
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
            return; // the flaw keeps the connection open
        up.From.Dispose();
        down.From.Dispose();
    }

    // If the receiver of a leg is gone, its sender gets a RST, as it would from the receiver itself. But what the receiver sent
    // before, on the other leg, has to come first: a RST would overtake it.
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
