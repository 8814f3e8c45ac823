using System.Net.Sockets;
using ConformanceKit.ReferenceProxy.Dialling;
using ConformanceKit.ReferenceProxy.Http;
using ConformanceKit.ReferenceProxy.Tcp;

namespace ConformanceKit.ReferenceProxy.Connect;

/// <summary>CONNECT: dial, answer, relay (RFC 9110 §9.3.6).</summary>
internal sealed class ConnectHandler(ProxyOptions options, Dialer dialer)
{
    // No Content-Length and no Transfer-Encoding (RFC 9110 §8.6, §9.3.6), and no Connection: close, which would end the tunnel.
    private static readonly byte[] s_established = "HTTP/1.1 200 Connection established\r\n\r\n"u8.ToArray();

    /// <summary>Serves one CONNECT request; whatever happens, it is the last on its connection.</summary>
    public async Task<AfterRequest> HandleAsync(Client client, RequestLine line, Authority target)
    {
        var aborting = client.Shutdown.Aborting;

        // 1. Dial first: 2xx means that the tunnel exists.
        client.Trace?.Note($"dials {target.Host} port {target.Port}");
        var dialled = await DialUnlessAbandonedAsync(client, target, aborting);
        if (dialled is null)
        {
            client.Log(line, 0, "client closed while dialling");
            return AfterRequest.Close;
        }

        // 2. No connection, no tunnel: answer with an error, then close, dropping what was sent after the request (RFC 9931 §8).
        if (dialled.Value.Rejected is { } failed)
            return await client.RejectAsync(failed, line, mayAskAgain: false);

        // 3. The tunnel begins right after the empty line (RFC 9112 §6.3, item 2).
        using var origin = new TcpConnection(dialled.Value.Value, client.Trace?.Origin());
        await client.SendAsync(s_established);
        client.Deadline.Lift();

        // 4. What the client sent after the head already belongs to the tunnel.
        var early = client.Reader.TakeBuffered();
        var outcome = await Tunnel.RunAsync(client.Tcp, early, origin, options, aborting);

        // 5. The tunnel has closed the connections in the way that the first one ended.
        client.Trace?.Note($"ends the tunnel: {outcome.Why}, {outcome.Up} bytes up, {outcome.Down} down");
        client.Log(line, 200, $"{outcome.Why}", outcome.Up, outcome.Down);
        return outcome.Why == TunnelEnd.OriginClosed ? AfterRequest.Linger : AfterRequest.Close;
    }

    /// <summary>
    /// Dials; gives up and returns null if the client closes meanwhile without having sent anything for the tunnel. What a client
    /// did send has to be delivered, so then the dial continues.
    /// </summary>
    private async Task<Parsed<Socket>?> DialUnlessAbandonedAsync(Client client, Authority target, CancellationToken aborting)
    {
        using var dialling = CancellationTokenSource.CreateLinkedTokenSource(aborting);
        var dial = dialer.DialAsync(target, client.Address.Address, client.Self, dialling.Token);
        if (dial.IsCompleted || !client.Reader.Buffered.IsEmpty)
            return await dial;

        // This wait for the client becomes the tunnel's first wait: it need not end when the dial does.
        await Task.WhenAny(dial, client.Tcp.BeginWaitAsync());
        if (dial.IsCompleted || !client.Tcp.IsAtEnd)
            return await dial;

        await dialling.CancelAsync();
        try
        {
            return await dial;
        }
        catch (OperationCanceledException) when (!aborting.IsCancellationRequested)
        {
            return null;
        }
    }
}
