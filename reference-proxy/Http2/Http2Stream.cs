using System.Buffers;
using System.Net;
using ConformanceKit.ReferenceProxy.Connections;
using ConformanceKit.ReferenceProxy.Hpack;
using ConformanceKit.ReferenceProxy.Http;

namespace ConformanceKit.ReferenceProxy.Http2;

/// <summary>
/// A stream of an HTTP/2 connection (RFC 9113 §5): for everything that serves a request, a connection like any other. END_STREAM
/// finishes it, RST_STREAM aborts it.
/// </summary>
/// <param name="id">The stream's number.</param>
/// <param name="remote">The client's address.</param>
/// <param name="flow">Where its frames go.</param>
/// <param name="window">How much the client lets this proxy send on it at the beginning.</param>
/// <param name="onEnd">Called when a side has ended it.</param>
internal sealed class Http2Stream(int id, IPEndPoint remote, FlowControl flow, int window, Action<Http2Stream> onEnd)
    : Connection(trace: null)
{
    private readonly StreamOutput _output = new(id, window);

    /// <summary>The stream's number.</summary>
    public int Id => id;

    /// <summary>What has arrived on it.</summary>
    public StreamInput Input { get; } = new();

    /// <summary>What is sent on it.</summary>
    public StreamOutput Output => _output;

    /// <summary>Whether the request is CONNECT: then everything that arrives belongs to the tunnel (RFC 9113 §8.5).</summary>
    public bool IsConnect { get; init; }

    /// <summary>Whether a tunnel has been established on it.</summary>
    public bool IsTunnel { get; set; }

    /// <summary>Whether the request is malformed: then even a complete response is followed by RST_STREAM (§8.1.1).</summary>
    public bool IsMalformed { get; init; }

    /// <summary>Whether it was reset here while the client could still be sending.</summary>
    public bool WasResetHere { get; private set; }

    /// <summary>Whether both sides have ended it.</summary>
    public bool IsClosed => _output.HasEnded && Input.HasEnded;

    /// <inheritdoc/>
    public override IPEndPoint Remote => remote;

    /// <summary>A connection can have many streams, which share what may wait.</summary>
    public override int LargestPiece => flow.LargestPiece;

    /// <inheritdoc/>
    public override bool HasBytes => Input.HasBytes;

    /// <inheritdoc/>
    public override bool IsAtEnd => Input.IsAtEnd;

    /// <summary>
    /// What has been sent is on its way in the connection, and RST_STREAM cannot overtake it; only what waits for the windows is
    /// not. A client that has ended its side is as present as before: that is how every request ends.
    /// </summary>
    public override ConnectionState State =>
        new(_output.Sent, _output.IsWaiting, _output.IsReset ? FarEnd.Gone : FarEnd.Open);

    /// <inheritdoc/>
    public override Action<FarEnd>? OnFarEnd
    {
        get => base.OnFarEnd;
        set
        {
            base.OnFarEnd = value;
            if (_output.IsReset)
                value?.Invoke(FarEnd.Gone);
        }
    }

    /// <inheritdoc/>
    public override int TryReceive(Span<byte> buffer)
    {
        var count = Input.TryReceive(buffer);
        if (count > 0 && Input.Return(count) is > 0 and var grant)
        {
            flow.Grant(id, grant);
            flow.Flush();
        }

        return count;
    }

    /// <inheritdoc/>
    public override ValueTask FinishAsync(CancellationToken cancel = default)
    {
        flow.AddEnd(_output);
        Ended();
        return default;
    }

    /// <summary>
    /// Finishes. There is no FIN that a RST could overtake: a client that is still sending is told to stop (RFC 9113 §8.1), or that
    /// the origin's connection has failed (§8.5).
    /// </summary>
    public override async Task LingerAsync(CancellationToken cancel)
    {
        await FinishAsync(cancel);
        if (!Input.HasEnded)
            Reset(IsTunnel ? ErrorCode.ConnectError : ErrorCode.NoError);
    }

    /// <summary>In a tunnel, this tells that the origin's connection has failed (RFC 9113 §8.5).</summary>
    public override void Abort() => Reset(IsTunnel ? ErrorCode.ConnectError : ErrorCode.InternalError);

    /// <inheritdoc/>
    public override void Close()
    {
        // What still waits for the windows is lost, and that must be seen.
        if (_output.IsWaiting)
            Reset(ErrorCode.Cancel);
        flow.AddEnd(_output);
        Ended();
        if (!Input.HasEnded)
            Reset(ErrorCode.NoError);
    }

    /// <summary>A stream that has not been finished must not be taken for complete.</summary>
    public override void Dispose()
    {
        if (!_output.HasEnded)
            Abort();
        Close();
    }

    /// <summary>Resets the stream (RFC 9113 §6.4), unless it is closed: then nothing may be sent on it (§5.1).</summary>
    public void Reset(ErrorCode code)
    {
        if (IsClosed)
            return;
        WasResetHere = !Input.HasEnded;
        flow.AddReset(_output, code);
        Stopped();
    }

    /// <summary>The client has broken a rule: resets the stream, and whoever serves it hears of it (RFC 9113 §5.4.2).</summary>
    public void Fail(ErrorCode code)
    {
        Reset(code);
        TellGone();
    }

    /// <summary>The client has reset the stream, or the connection has ended.</summary>
    public void Gone()
    {
        flow.Stop(_output);
        Stopped();
        TellGone();
    }

    /// <summary>Adds the head of a response; it leaves with what follows, or with the next <see cref="Flush"/>.</summary>
    public void AddHead(ResponseHead head, bool endsStream)
    {
        var block = new ArrayBufferWriter<byte>(512);
        FieldBlockEncoder.Response(block, head.Status, head.Fields);
        flow.AddHead(_output, block.WrittenSpan, endsStream);
        if (endsStream)
            Ended();
    }

    /// <summary>Sends what has been added.</summary>
    public void Flush() => flow.Flush();

    /// <inheritdoc/>
    protected override ValueTask<int> WaitAsync(CancellationToken cancel) => Input.WaitAsync(cancel);

    /// <inheritdoc/>
    protected override ValueTask SendAllAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancel) =>
        flow.SendAsync(_output, bytes, cancel);

    // The table must know before the client does: it may open another stream at once.
    private void Ended()
    {
        onEnd(this);
        flow.Flush();
    }

    private void TellGone()
    {
        try
        {
            OnFarEnd?.Invoke(FarEnd.Gone);
        }
        catch (ObjectDisposedException)
        {
            // Whoever served it has come to an end meanwhile.
        }
    }

    private void Stopped()
    {
        Input.Reset();
        onEnd(this);
        flow.Flush();
    }
}
