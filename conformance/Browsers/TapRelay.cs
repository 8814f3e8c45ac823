using System.Net.Sockets;
using ConformanceKit.Wire;

namespace ConformanceKit.Browsers;

/// <summary>Passes on what a client and a proxy send each other, changes nothing, and records it as the client saw it.</summary>
/// <param name="transcript">Where it is recorded.</param>
/// <param name="stop">Ends it.</param>
internal sealed class TapRelay(Transcript transcript, CancellationToken stop)
{
    /// <summary>Relays one connection to its end, and closes it.</summary>
    /// <param name="client">The client's connection.</param>
    /// <param name="proxy">The connection to the proxy.</param>
    public async Task RunAsync(Socket client, Socket proxy)
    {
        client.NoDelay = proxy.NoDelay = true;
        var name = transcript.NameConnection("client");
        transcript.Record(name, WireEvent.Opened, $"from {client.RemoteEndPoint}");
        await using var proxyEnd = TapEnd.Of(proxy);
        await using var clientEnd = TapEnd.Of(client);
        await RunAsync(clientEnd, proxyEnd, new(name, transcript));
    }

    /// <summary>Relays both directions until both have ended.</summary>
    /// <param name="client">The client's end.</param>
    /// <param name="proxy">The proxy's end.</param>
    /// <param name="recorder">Records it.</param>
    public Task RunAsync(TapEnd client, TapEnd proxy, ByteRecorder recorder) => Task.WhenAll(
        CopyAsync(client, proxy, recorder, WireEvent.Sent, WireEvent.FinSent, WireEvent.ResetSent),
        CopyAsync(proxy, client, recorder, WireEvent.Received, WireEvent.FinReceived, WireEvent.ResetReceived));

    private async Task CopyAsync(
        TapEnd from, TapEnd to, ByteRecorder recorder, WireEvent data, WireEvent fin, WireEvent reset)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            int count;
            while ((count = await from.ReceiveAsync(buffer, stop)) > 0)
            {
                recorder.Record(data, buffer.AsSpan(0, count));
                await to.SendAsync(buffer.AsMemory(0, count), stop);
            }

            recorder.Finish(data);
            recorder.End(fin);
            await to.FinishAsync();
        }
        catch (IOException e) when (e.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionReset })
        {
            recorder.End(reset);
            to.Abort();
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // The other direction has already ended this connection and recorded why.
            to.Abort();
        }
    }
}
