using ConformanceKit.Model;

namespace ConformanceKit.Wire.Http2;

/// <summary>
/// A client of HTTP/2 on a connection to the proxy (RFC 9113). It reads all the time, and answers what an ordinary client
/// answers (<see cref="Http2Options"/>); everything else is the scenario's own doing, frame by frame if it wants. Each frame in
/// either direction is an event of the transcript.
/// </summary>
public sealed partial class Http2Client : IAsyncDisposable
{
    private const int LongestFrame = 16384; // RFC 9113 §4.2, unless SETTINGS say otherwise
    private const long DefaultWindow = 65535; // RFC 9113 §6.9.2

    private readonly Lock _gate = new();
    private readonly WireConnection _wire;
    private readonly Http2Options _options;
    private readonly SemaphoreSlim _sending = new(1);
    private readonly CancellationTokenSource _stop = new();
    private readonly Dictionary<int, Http2Stream> _streams = [];
    private readonly Dictionary<ushort, uint> _peerSettings = [];
    private readonly List<ReceivedFrame> _others = [];
    private readonly List<ReceivedFrame> _overruns = [];
    private readonly SendWindow _sendWindow = new(DefaultWindow);
    private readonly ReceiveWindow _receiveWindow = new(DefaultWindow);
    private readonly Queue<long?> _unacknowledged = [];
    private readonly HeaderBlocks _blocks;
    private readonly long _maxFrame;
    private long _initialReceiveWindow;
    private Task _reading = Task.CompletedTask;
    private Task _replying = Task.CompletedTask;
    private TaskCompletionSource _changed = NewSignal();
    private ReceivedFrame? _goAway;
    private Http2End? _end;
    private int _nextStream = 1;
    private int _frames;
    private bool _isDisposed;

    private Http2Client(WireConnection wire, Http2Options options)
    {
        _wire = wire;
        _options = options;
        _maxFrame = options.ValueOf(Setting.MaxFrameSize, LongestFrame);
        _initialReceiveWindow = options.ValueOf(Setting.InitialWindowSize, (uint)DefaultWindow);
        _blocks = new(new((int)Math.Min(int.MaxValue,
            options.ValueOf(Setting.HeaderTableSize, HpackDecoder.DefaultTableSize))));
    }

    /// <summary>The connection's name in the transcript, for instance <c>client 1</c>.</summary>
    public string Name => _wire.Name;

    /// <summary>The connection, for what is no frame, or for its end. Only this client reads from it.</summary>
    public WireConnection Wire => _wire;

    /// <summary>DATA with which the proxy sent more than it was allowed to.</summary>
    public IReadOnlyList<ReceivedFrame> Overruns
    {
        get
        {
            lock (_gate)
                return [.. _overruns];
        }
    }

    /// <summary>How many bytes of DATA the proxy takes on this connection at present.</summary>
    public long SendWindowLeft => LeftOf(_sendWindow);

    /// <summary>Begins to speak HTTP/2.</summary>
    /// <param name="wire">A connection on which nothing has been sent.</param>
    /// <param name="options">What the client does by itself; by default what an ordinary one does.</param>
    /// <returns>The client, which has sent its preface and its SETTINGS and does not wait for the proxy's.</returns>
    /// <exception cref="RequirementBrokenException">The proxy reset the connection.</exception>
    public static async Task<Http2Client> OpenAsync(WireConnection wire, Http2Options? options = null)
    {
        ArgumentNullException.ThrowIfNull(wire);
        wire.RecordWith(new FrameRecorder(wire.Name, wire.Transcript));
        var client = new Http2Client(wire, options ?? new());

        // The preface goes first: a proxy that has sent SETTINGS by then is not acknowledged before it (RFC 9113 §3.4).
        if (client._options.Begins)
        {
            client._unacknowledged.Enqueue(null);
            await client.SendBytesAsync((byte[])[.. Preface.Bytes.Span, .. Frame.Settings(client._options.Settings).ToBytes()]);
        }

        client._reading = Task.Run(client.ReadAllAsync);
        return client;
    }

    /// <summary>A stream on which nothing has been sent, with the next odd number.</summary>
    public Http2Stream NewStream()
    {
        lock (_gate)
        {
            var stream = Known(_nextStream);
            _nextStream += 2;
            return stream;
        }
    }

    /// <summary>A stream of any number.</summary>
    /// <param name="id">The number.</param>
    public Http2Stream NewStream(int id)
    {
        lock (_gate)
            return Known(id);
    }

    /// <summary>Requests a tunnel on a new stream (RFC 9113 §8.5), and does not wait for the reply.</summary>
    /// <param name="authority">The host and port.</param>
    /// <param name="fields">Further fields.</param>
    /// <returns>The stream.</returns>
    public async Task<Http2Stream> ConnectAsync(string authority, params Http2Field[] fields)
    {
        var stream = NewStream();
        await stream.SendHeadersAsync([new(":method", "CONNECT"), new(":authority", authority), .. fields ?? []]);
        return stream;
    }

    /// <summary>Ends the connection with a RST.</summary>
    /// <returns>Completes when it is gone.</returns>
    public async Task ResetAsync()
    {
        await _stop.CancelAsync();
        await _reading;
        _wire.Reset();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        // A scenario may close it before the end of the scenario does.
        if (Interlocked.Exchange(ref _isDisposed, true))
            return;
        await _stop.CancelAsync();
        await _reading;
        await _replying;
        await _wire.DisposeAsync();
        _stop.Dispose();
        _sending.Dispose();
    }

    /// <summary>How much a window allows at present.</summary>
    internal long LeftOf(SendWindow window)
    {
        lock (_gate)
            return window.Left;
    }

    private Http2Stream Known(int id)
    {
        if (!_streams.TryGetValue(id, out var stream))
        {
            var window = _peerSettings.GetValueOrDefault(Setting.InitialWindowSize, (uint)DefaultWindow);
            _streams[id] = stream = new(this, id, window, _initialReceiveWindow);
        }

        return stream;
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
