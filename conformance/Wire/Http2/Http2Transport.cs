using ConformanceKit.Model;

namespace ConformanceKit.Wire.Http2;

/// <summary>A tunnel over a stream: END_STREAM is its FIN, and RST_STREAM its RST (RFC 9113 §8.5).</summary>
internal sealed class Http2Transport(Http2Stream stream) : WireTransport
{
    public override bool HasArrived => stream.HasUnread;

    public override Task<int> ReceiveAsync(Memory<byte> into) => stream.ReadIntoAsync(into);

    public override async Task SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancel)
    {
        try
        {
            await stream.SendAsync(bytes).WaitAsync(cancel);
        }
        catch (RequirementBrokenException ended)
        {
            throw new WireResetException(ended);
        }
    }

    public override void ShutdownSend() => Attempt(stream.FinishAsync);

    public override void Reset() => Attempt(() => stream.ResetAsync(ErrorCodes.Cancel));

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    // A frame of a few bytes, and the connection below bounds the wait.
    private static void Attempt(Func<Task> send)
    {
        try
        {
            send().GetAwaiter().GetResult();
        }
        catch (Exception gone) when (gone is RequirementBrokenException or ObjectDisposedException
            or OperationCanceledException or InvalidOperationException)
        {
            // The connection has ended before, and the next receive reports it.
        }
    }
}

/// <summary>Records nothing: the bytes of a stream are in the frames of its connection.</summary>
internal sealed class DataRecorder(string connection, Transcript transcript) : ByteRecorder(connection, transcript)
{
    /// <inheritdoc/>
    public override void Record(WireEvent kind, ReadOnlySpan<byte> bytes)
    {
    }

    /// <inheritdoc/>
    public override EventMark? End(WireEvent kind) => null;
}
