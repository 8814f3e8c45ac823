using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using ConformanceKit.Wire;
using ConformanceKit.Wire.Http2;

namespace ConformanceKit.Browsers;

/// <summary>
/// A relay on loopback between a browser and the proxy under test: it changes nothing and records what the browser really
/// requested from the proxy, which no browser reports itself. It is blind, unless it is to record the frames of HTTP/2: then it
/// opens the TLS between the two, and both of them speak TLS with the tap.
/// </summary>
internal sealed class ProxyTap : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly IPEndPoint _proxy;
    private readonly Transcript _transcript;
    private readonly bool _opensHttp2;
    private readonly ConcurrentQueue<FrameRecorder> _recorders = [];
    private readonly Task _accepting;

    /// <summary>Starts accepting connections.</summary>
    /// <param name="proxy">The listener of the proxy to relay to.</param>
    /// <param name="transcript">
    /// Where both directions are recorded, one <c>client</c> connection for each of the browser's.
    /// </param>
    /// <param name="opensHttp2">Whether to open the TLS, and to let nothing but HTTP/2 be selected.</param>
    public ProxyTap(IPEndPoint proxy, Transcript transcript, bool opensHttp2 = false)
    {
        (_proxy, _transcript, _opensHttp2) = (proxy, transcript, opensHttp2);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>Where the browser has to connect.</summary>
    public IPEndPoint EndPoint => (IPEndPoint)_listener.LocalEndpoint;

    /// <summary>What was requested in HTTP/2 so far, in the order of the streams.</summary>
    public IReadOnlyList<BrowserExchange> Streams => [.. _recorders.SelectMany(recorder => recorder.Sections
        .Where(sent => sent.Kind == WireEvent.Sent)
        .Select(sent => new BrowserExchange(recorder.Connection, sent.StreamId, sent.Fields, recorder.Sections
            .Where(one => one.Kind == WireEvent.Received && one.StreamId == sent.StreamId)
            .Select(one => one.Fields).LastOrDefault([]))))];

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
            // 1. The proxy first: the browser's connection does not succeed if the tap's own does not.
            await far.ConnectAsync(_proxy, _stop.Token);
            _transcript.Record(name, WireEvent.Opened, "the browser's connection, through the tap");
            await using var proxyEnd = await OpenAsync(far, TapEnd.RequestHttp2Async);
            await using var browserEnd = await OpenAsync(near, TapEnd.ServeHttp2Async);

            // 2. Both directions.
            await new TapRelay(_transcript, _stop.Token).RunAsync(browserEnd, proxyEnd, RecorderOf(name));
        }
        catch (Exception e) when (e is SocketException or IOException or OperationCanceledException)
        {
            // The proxy refused, or the tab was closed: the browser sees its connection end and reports that.
            if (e is IOException)
                _transcript.Record(name, WireEvent.Note, e.Message);
            near.Close(0);
        }
    }

    private async Task<TapEnd> OpenAsync(Socket socket, Func<Socket, CancellationToken, Task<TapEnd>> handshakeAsync)
    {
        if (!_opensHttp2)
            return TapEnd.Of(socket);
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        bound.CancelAfter(s_patience);
        return await handshakeAsync(socket, bound.Token);
    }

    private ByteRecorder RecorderOf(string name)
    {
        if (!_opensHttp2)
            return new ByteRecorder(name, _transcript);
        var recorder = new FrameRecorder(name, _transcript);
        _recorders.Enqueue(recorder);
        return recorder;
    }
}
