using System.Net.Sockets;
using ConformanceKit.ReferenceProxy.Dialling;
using ConformanceKit.ReferenceProxy.Http;
using ConformanceKit.ReferenceProxy.Tcp;

namespace ConformanceKit.ReferenceProxy.Connect;

/// <summary>
/// A tunnel for a client, whichever protocol it was asked for in: dial, then answer and relay. What differs is only how the
/// target is named, and how success and failure are told.
/// </summary>
internal sealed class ClientTunnel(ProxyOptions options, Dialer dialer)
{
    /// <summary>
    /// Dials; gives up and returns null if the client closes meanwhile without having sent anything for the tunnel. What a client
    /// did send has to be delivered, so then the dial continues.
    /// </summary>
    /// <param name="client">The client.</param>
    /// <param name="request">What the client asked for, for the log.</param>
    /// <param name="target">The origin.</param>
    public async Task<Parsed<Socket>?> DialAsync(Client client, object request, Authority target)
    {
        var aborting = client.Shutdown.Aborting;
        using var dialling = CancellationTokenSource.CreateLinkedTokenSource(aborting);
        client.Trace?.Note($"dials {target.Host} port {target.Port}");
        var dial = dialer.DialAsync(target, client.Address.Address, dialling.Token);
        if (dial.IsCompleted || !client.Reader.Buffered.IsEmpty)
            return await dial;

        // This wait for the client becomes the tunnel's first wait: it need not end when the dial does.
        await Task.WhenAny(dial, client.Connection.BeginWaitAsync());
        if (dial.IsCompleted || !client.Connection.IsAtEnd)
            return await dial;

        await dialling.CancelAsync();
        try
        {
            return await dial;
        }
        catch (OperationCanceledException) when (!aborting.IsCancellationRequested)
        {
            client.Log(request, 0, "client closed while dialling");
            return null;
        }
    }

    /// <summary>Tells the client that the tunnel exists, and relays until it is over.</summary>
    /// <param name="client">The client.</param>
    /// <param name="request">What the client asked for, for the log.</param>
    /// <param name="dialled">The connection to the origin.</param>
    /// <param name="answer">The answer that begins the tunnel.</param>
    /// <param name="status">What the answer says, for the log.</param>
    public async Task<AfterRequest> RelayAsync(
        Client client, object request, Socket dialled, ReadOnlyMemory<byte> answer, int status)
    {
        // 1. The tunnel begins right after the answer.
        using var origin = new TcpConnection(dialled, client.Trace?.Origin());
        await client.SendAsync(answer);
        client.Deadline.Lift();

        // 2. What the client sent after its request already belongs to the tunnel.
        var early = client.Reader.TakeBuffered();
        var outcome = await Tunnel.RunAsync(client.Connection, early, origin, options, client.Shutdown.Aborting);

        // 3. The tunnel has closed the connections in the way that the first one ended.
        client.Trace?.Note($"ends the tunnel: {outcome.Why}, {outcome.Up} bytes up, {outcome.Down} down");
        client.Log(request, status, $"{outcome.Why}", outcome.Up, outcome.Down);
        return outcome.Why == TunnelEnd.OriginClosed ? AfterRequest.Linger : AfterRequest.Close;
    }
}
