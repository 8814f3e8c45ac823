using System.Diagnostics;
using System.Net.Sockets;
using ConformanceKit.ReferenceProxy.Connections;
using ConformanceKit.ReferenceProxy.Hpack;
using ConformanceKit.ReferenceProxy.Http;

namespace ConformanceKit.ReferenceProxy.Http2;

/// <summary>
/// One client connection in HTTP/2, from its preface to its end (RFC 9113). This is the only one that reads from it, and it never
/// waits for a stream: what arrives is put down where the stream's own task finds it.
/// <code>
///   client                                   proxy
///     | -- preface, SETTINGS ----------------> |
///     | &lt;- SETTINGS, WINDOW_UPDATE ----------- |                                  origins
///     | -- HEADERS, DATA on stream 1 --------> | = a task, as for HTTP/1 ==========> |
///     | -- HEADERS, DATA on stream 3 --------> | = another ========================> |
///     | &lt;- HEADERS, DATA on either ----------- |                                     |
/// </code>
/// </summary>
internal sealed class Http2Connection : IDisposable
{
    private static readonly TimeSpan s_moment = TimeSpan.FromMilliseconds(1);

    private readonly Client _client;
    private readonly ProxyOptions _options;
    private readonly FrameReader _reader;
    private readonly FrameWriter _writer;
    private readonly StreamTable _streams = new();
    private readonly StreamFrames _frames;
    private readonly ConnectionFrames _own;
    private readonly FlowControl _flow;
    private readonly FieldBlock _block;
    private readonly CancellationTokenSource _over;
    private bool _hasSettings;

    /// <summary>Prepares a connection.</summary>
    /// <param name="client">The client.</param>
    /// <param name="options">The limits.</param>
    /// <param name="handler">Serves the streams.</param>
    /// <param name="onDefect">Called if the proxy itself fails in serving a stream.</param>
    public Http2Connection(Client client, ProxyOptions options, StreamHandler handler, Action<Exception> onDefect)
    {
        (_client, _options) = (client, options);
        _reader = new FrameReader(client.Reader);
        _writer = new FrameWriter(client.Connection);
        _flow = new FlowControl(_writer);
        _block = new FieldBlock(options.MaxHead, options.MaxContinuation);
        _over = CancellationTokenSource.CreateLinkedTokenSource(client.Shutdown.Aborting);
        _streams.OnDrained = _over.Cancel;
        _own = new ConnectionFrames(_streams, _flow, _writer);
        _frames = new StreamFrames(client, options, handler, _streams, _flow, _writer, onDefect);
    }

    /// <summary>Serves the connection.</summary>
    public async Task ServeAsync()
    {
        // 1. SETTINGS first; then as much room for the connection as all its streams together have (§3.4, §6.9.2).
        _own.Begin(Settings.Own(_options.MaxStreams, StreamInput.Window, _options.MaxHead), _frames.ConnectionWindow);

        // 2. The client's frames, until either side ends the connection.
        await using var drain = _client.Shutdown.Draining.Register(Drain);
        var after = AfterRequest.Close;
        try
        {
            after = await ReadAsync();
        }
        catch (ConnectionErrorException error)
        {
            after = Fail(error.Code, error.Message);
        }
        catch (HpackException error)
        {
            after = Fail(ErrorCode.CompressionError, error.Message);
        }
        catch (Exception end) when (end is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // The client is gone, or the proxy is stopping.
        }

        // 3. A tunnel that is still open has not ended in order: its origin gets RST (§8.5).
        foreach (var stream in _streams.Open)
            stream.Gone();
        await Task.WhenAny(_writer.SentAsync(), Task.Delay(_options.LingerTimeout, _client.Shutdown.Aborting));
        await _client.CloseAsync(after);
        await _frames.ServedAsync();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _frames.Dispose();
        _over.Dispose();
    }

    private async Task<AfterRequest> ReadAsync()
    {
        using var quiet = new Deadline(_over.Token);

        // 1. The preface (§3.4).
        if (!await _client.Reader.FillToAsync(Preface.Length, quiet.In(_options.HeaderTimeout)))
            return AfterRequest.Close;
        if (!Preface.CanBe(_client.Reader.Buffered.Span))
            throw new ConnectionErrorException(ErrorCode.ProtocolError, "this is not the preface of HTTP/2");
        _client.Reader.Advance(Preface.Length);

        while (true)
        {
            // 2. All frames that have arrived; what they cause leaves together.
            while (_reader.TryRead(out var frame))
            {
                Take(frame);
                if (_writer.Waiting > _options.MaxHead + (2 * FrameWriter.Room))
                    throw new ConnectionErrorException(ErrorCode.EnhanceYourCalm, "the client does not read");
            }

            _flow.Flush();

            // 3. A connection without a stream may be closed; the client hears of it first (§9.1).
            try
            {
                if (!await _client.Reader.FillAsync(quiet.In(IdleTimeLeft())))
                    return AfterRequest.Close;
            }
            catch (OperationCanceledException) when (!_client.Shutdown.Aborting.IsCancellationRequested)
            {
                if (_over.IsCancellationRequested || (_streams.Count == 0 && IdleTimeLeft() <= s_moment))
                {
                    _own.GoAway(ErrorCode.NoError, "");
                    return AfterRequest.Linger;
                }
            }
        }
    }

    private TimeSpan IdleTimeLeft()
    {
        if (_streams.Count > 0)
            return _options.IdleTimeout;
        var left = _options.IdleTimeout - Stopwatch.GetElapsedTime(_streams.QuietSince);
        return left > s_moment ? left : s_moment;
    }

    private void Take(Frame frame)
    {
        // 1. SETTINGS comes first, and nothing comes between the frames of a field block (§3.4, §4.3).
        if (!_hasSettings && (frame.Header.Type != FrameType.Settings || frame.Has(FrameFlags.Ack)))
            throw new ConnectionErrorException(ErrorCode.ProtocolError, "the first frame is not SETTINGS");
        _hasSettings = true;
        _block.Check(frame);

        // 2. Each type has its own rules (§6); unknown ones are ignored (§5.5).
        switch (frame.Header.Type)
        {
            case FrameType.Headers or FrameType.Continuation:
                frame.MustBeAboutConnection(false);
                if (_block.Take(frame, out var fields))
                    _frames.Headers(_block.Stream, fields, _block.EndsStream);
                break;
            case FrameType.Data:
                frame.MustBeAboutConnection(false);
                _frames.Data(frame);
                break;
            case FrameType.ResetStream:
                frame.MustBeAboutConnection(false);
                frame.MustHaveLength(4);
                _frames.Reset(frame.Stream);
                break;
            case FrameType.WindowUpdate:
                frame.MustHaveLength(4);
                if (frame.Stream == 0)
                    _own.WindowUpdate(frame.Number);
                else
                    _frames.WindowUpdate(frame.Stream, frame.Number);
                break;
            case FrameType.Priority:
                frame.MustBeAboutConnection(false);
                frame.MustHaveLength(5);
                break;
            case FrameType.Settings:
                frame.MustBeAboutConnection(true);
                _frames.InitialWindow = _own.Settings(frame);
                break;
            case FrameType.Ping:
                frame.MustBeAboutConnection(true);
                frame.MustHaveLength(8);
                _own.Ping(frame);
                break;
            case FrameType.GoAway:
                frame.MustBeAboutConnection(true);
                break;
            case FrameType.PushPromise:
                throw new ConnectionErrorException(ErrorCode.ProtocolError, "a client must not push");
        }
    }

    private AfterRequest Fail(ErrorCode code, string why)
    {
        _client.Trace?.Note($"connection error {code}: {why} [RFC 9113 §5.4.1]");
        _client.Log(null, 0, $"connection error {code}: {why}");
        _own.GoAway(code, why);
        return AfterRequest.Linger;
    }

    // The proxy is about to stop: no more streams, but those that are open go on (§6.8).
    private void Drain()
    {
        _streams.Refuse();
        _own.GoAway(ErrorCode.NoError, "");
        _streams.Drain();
    }
}
