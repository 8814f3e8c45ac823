using System.Net;
using System.Net.Sockets;
using ConformanceKit.Wire;

namespace ConformanceKit.Browsers;

/// <summary>
/// A blind relay on loopback between a browser and the proxy under test: it changes nothing and records what the browser
/// really requested from the proxy, which no browser reports itself.
/// </summary>
internal sealed class ProxyTap : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly IPEndPoint _proxy;
    private readonly Transcript _transcript;
    private readonly Task _accepting;

    /// <summary>Starts accepting connections.</summary>
    /// <param name="proxy">The listener of the proxy to relay to.</param>
    /// <param name="transcript">
    /// Where both directions are recorded, one <c>client</c> connection for each of the browser's.
    /// </param>
    public ProxyTap(IPEndPoint proxy, Transcript transcript)
    {
        _proxy = proxy;
        _transcript = transcript;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>Where the browser has to connect.</summary>
    public IPEndPoint EndPoint => (IPEndPoint)_listener.LocalEndpoint;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var relays = new List<Task>();
        try
        {
            while (true)
                relays.Add(RelayAsync(await _listener.AcceptSocketAsync(_stop.Token)));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(relays);
        }
    }

    private async Task RelayAsync(Socket browser)
    {
        using var near = browser;
        using var far = new Socket(SocketType.Stream, ProtocolType.Tcp);
        near.NoDelay = far.NoDelay = true;
        var name = _transcript.NameConnection("client");
        try
        {
            await far.ConnectAsync(_proxy, _stop.Token);
            _transcript.Record(name, WireEvent.Opened, "the browser's connection, through the tap");
            await Task.WhenAll(
                CopyAsync(near, far, name, WireEvent.Sent, WireEvent.FinSent, WireEvent.ResetSent),
                CopyAsync(far, near, name, WireEvent.Received, WireEvent.FinReceived, WireEvent.ResetReceived));
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
            // The proxy refused, or the tab was closed: the browser sees its connection end and reports that.
            near.Close(0);
        }
    }

    private async Task CopyAsync(Socket from, Socket to, string name, WireEvent data, WireEvent fin, WireEvent reset)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            int count;
            while ((count = await from.ReceiveAsync(buffer, _stop.Token)) > 0)
            {
                _transcript.Record(name, data, buffer.AsSpan(0, count));
                for (var sent = 0; sent < count;)
                    sent += await to.SendAsync(buffer.AsMemory(sent, count - sent), _stop.Token);
            }

            _transcript.Record(name, fin);
            to.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.ConnectionReset)
        {
            _transcript.Record(name, reset);
            to.Close(0);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The other direction has already ended this connection and recorded why.
            to.Close(0);
        }
    }
}
