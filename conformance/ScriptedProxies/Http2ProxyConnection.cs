using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Threading.Channels;
using ConformanceKit.Model;
using ConformanceKit.Wire;
using ConformanceKit.Wire.Http2;

namespace ConformanceKit.ScriptedProxies;

/// <summary>A request that a client made on a stream of HTTP/2.</summary>
/// <param name="Connection">On which of the proxy's connections; 1 is the first.</param>
/// <param name="Stream">The stream's number.</param>
/// <param name="Fields">Its fields, pseudo-header fields included.</param>
/// <param name="EndsStream">Whether it said at once that nothing follows.</param>
public sealed record Http2ProxyRequest(int Connection, int Stream, IReadOnlyList<Http2Field> Fields, bool EndsStream)
{
    /// <summary>The value of a field, or null.</summary>
    /// <param name="name">The field's name.</param>
    /// <returns>The first value.</returns>
    public string? Find(string name) => Fields.Where(field => field.Name == name).Select(field => field.Value).FirstOrDefault();
}

/// <summary>
/// A client's connection to a scripted proxy in HTTP/2, as a <see cref="Behaviour"/> uses it: it reads all the time and answers
/// what has to be answered; everything else is the behaviour's own doing, frame by frame.
/// </summary>
public sealed class Http2ProxyConnection : IDisposable
{
    private const int Piece = 16 * 1024; // RFC 9113 §4.2: the largest frame unless agreed otherwise

    private readonly ScriptedProxy _proxy;
    private readonly IReadOnlyList<Setting> _settings;
    private readonly SemaphoreSlim _sending = new(1);
    private readonly HeaderBlocks _blocks = new(new HpackDecoder());
    private readonly Channel<Http2ProxyRequest> _requests = Channel.CreateUnbounded<Http2ProxyRequest>();
    private readonly ConcurrentDictionary<int, Channel<ReadOnlyMemory<byte>>> _streams = [];
    private readonly ConcurrentDictionary<int, Frame> _ends = [];

    internal Http2ProxyConnection(
        ScriptedProxy proxy, IReadOnlyList<Setting> settings, WireConnection wire, int number, CancellationToken cancel)
    {
        (_proxy, _settings, Wire, Number, Cancel) = (proxy, settings, wire, number, cancel);
        wire.RecordWith(new FrameRecorder(wire.Name, wire.Transcript, isServer: true));
    }

    /// <summary>Which of the proxy's connections it is: 1 is the first.</summary>
    public int Number { get; }

    /// <summary>The connection itself.</summary>
    public WireConnection Wire { get; }

    /// <summary>Ends every wait when the scenario is over.</summary>
    public CancellationToken Cancel { get; }

    /// <summary>The next request, which the proxy remembers.</summary>
    /// <returns>The request; null if the client ended the connection instead of sending one.</returns>
    public async Task<Http2ProxyRequest?> RequestAsync() =>
        await _requests.Reader.WaitToReadAsync(Cancel) && _requests.Reader.TryRead(out var request) ? request : null;

    /// <summary>Sends frames.</summary>
    /// <param name="frames">The frames.</param>
    /// <returns>Completes when the kernel has them, or the client is gone.</returns>
    public async Task SendAsync(params Frame[] frames)
    {
        await _sending.WaitAsync(Cancel);
        try
        {
            await Wire.TrySendAsync(frames.SelectMany(frame => frame.ToBytes()).ToArray(), Cancel);
        }
        finally
        {
            _sending.Release();
        }
    }

    /// <summary>Answers a request with these fields, and leaves the stream open.</summary>
    /// <param name="request">The request.</param>
    /// <param name="fields">The fields, <c>:status</c> first.</param>
    /// <returns>Completes when they have been sent.</returns>
    public Task AnswerAsync(Http2ProxyRequest request, params Http2Field[] fields) =>
        SendAsync(Frame.Headers(request.Stream, Hpack.Block(fields)));

    /// <summary>
    /// Relays bytes between a stream and the origin of the scenario, until the origin has ended: then it sends END_STREAM.
    /// </summary>
    /// <param name="request">The CONNECT request of the stream.</param>
    /// <param name="most">How many of the origin's bytes are relayed before the behaviour goes on; all by default.</param>
    /// <returns>Completes when the origin has ended, or that many bytes have been relayed.</returns>
    public async Task TunnelAsync(Http2ProxyRequest request, int most = int.MaxValue)
    {
        using var origin = await _proxy.DialAsync(Cancel);
        await using var far = new NetworkStream(origin);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var up = UpAsync(request.Stream, far, over.Token);
        await DownAsync(request.Stream, far, most);
        await over.CancelAsync();
        await up;
    }

    /// <summary>How the client ended its side of a stream, waiting a little for it.</summary>
    /// <param name="request">The request of the stream.</param>
    /// <param name="within">How long to wait.</param>
    /// <returns>The frame with END_STREAM, or RST_STREAM; null if it has not ended it.</returns>
    public async Task<Frame?> EndOfAsync(Http2ProxyRequest request, TimeSpan within)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        limit.CancelAfter(within);
        try
        {
            await StreamOf(request.Stream).Reader.Completion.WaitAsync(limit.Token);
        }
        catch (OperationCanceledException) when (!Cancel.IsCancellationRequested)
        {
            // It has not come.
        }
        return _ends.GetValueOrDefault(request.Stream);
    }

    /// <inheritdoc/>
    public void Dispose() => _sending.Dispose();

    /// <summary>Serves the connection: reads frames until the client ends it.</summary>
    internal async Task ReadAllAsync()
    {
        try
        {
            // 1. The client's preface, and this side's own (RFC 9113 §3.4).
            await SendAsync(Frame.Settings(_settings));
            var preface = await Wire.ReadExactlyAsync(Preface.Bytes.Length, Timeout.InfiniteTimeSpan, Cancel);
            if (!Preface.Bytes.Span.SequenceEqual(preface))
                return;

            // 2. Frames.
            while (true)
            {
                var header = await Wire.ReadExactlyAsync(Frame.HeaderLength, Timeout.InfiniteTimeSpan, Cancel);
                var payload = await Wire.ReadExactlyAsync(Frame.LengthOf(header), Timeout.InfiniteTimeSpan, Cancel);
                await TakeAsync(Frame.Read([.. header, .. payload])!);
            }
        }
        catch (Exception end) when (end is RequirementBrokenException or OperationCanceledException or InvalidDataException)
        {
            // The client ended the connection, or sent what cannot be read, which is in the evidence.
        }
        finally
        {
            _requests.Writer.TryComplete();
            foreach (var stream in _streams.Values)
                stream.Writer.TryComplete();
        }
    }

    private async Task TakeAsync(Frame frame)
    {
        if (_blocks.Take(frame, out var first) is { } fields)
        {
            var request = new Http2ProxyRequest(Number, first.StreamId, fields, first.EndsStream);
            _proxy.Remember(request);
            _requests.Writer.TryWrite(request);
        }

        switch (frame.Type)
        {
            case FrameTypes.Settings when !frame.Has(FrameFlags.Ack):
                await SendAsync(Frame.SettingsAck());
                break;
            case FrameTypes.Ping when !frame.Has(FrameFlags.Ack):
                await SendAsync(Frame.Ping(frame.Payload, ack: true));
                break;
            case FrameTypes.Data when frame.Payload.Length > 0:
                StreamOf(frame.StreamId).Writer.TryWrite(frame.Content() ?? default);
                await SendAsync(Frame.WindowUpdate(0, (uint)frame.Payload.Length),
                    Frame.WindowUpdate(frame.StreamId, (uint)frame.Payload.Length));
                break;
        }

        if (frame.EndsStream || frame.Type == FrameTypes.RstStream)
        {
            _ends.TryAdd(frame.StreamId, frame);
            StreamOf(frame.StreamId).Writer.TryComplete();
        }
    }

    private Channel<ReadOnlyMemory<byte>> StreamOf(int id) =>
        _streams.GetOrAdd(id, _ => Channel.CreateUnbounded<ReadOnlyMemory<byte>>());

    private async Task UpAsync(int stream, NetworkStream far, CancellationToken over)
    {
        try
        {
            await foreach (var bytes in StreamOf(stream).Reader.ReadAllAsync(over))
                await far.WriteAsync(bytes, over);
        }
        catch (Exception end) when (end is IOException or OperationCanceledException)
        {
            // The origin has ended.
        }
    }

    private async Task DownAsync(int stream, NetworkStream far, int most)
    {
        var buffer = new byte[Piece];
        try
        {
            while (most > 0 && await far.ReadAsync(buffer.AsMemory(0, Math.Min(Piece, most)), Cancel) is > 0 and var count)
            {
                most -= count;
                await SendAsync(Frame.Data(stream, buffer.AsMemory(0, count).ToArray()));
            }
        }
        catch (IOException)
        {
            // The origin aborted its connection: what follows is the same to the client here.
        }
        if (most > 0)
            await SendAsync(Frame.Data(stream, ReadOnlyMemory<byte>.Empty, endStream: true));
    }
}
