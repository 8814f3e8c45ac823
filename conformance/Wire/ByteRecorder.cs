using ConformanceKit.Model;

namespace ConformanceKit.Wire;

/// <summary>Records the bytes of one connection: as they come and go, unless a protocol says where one message ends.</summary>
/// <param name="connection">The connection's name.</param>
/// <param name="transcript">Where they are recorded.</param>
internal class ByteRecorder(string connection, Transcript transcript)
{
    /// <summary>The connection's name.</summary>
    public string Connection => connection;

    /// <summary>Where everything is recorded.</summary>
    protected Transcript Transcript => transcript;

    /// <summary>Records bytes.</summary>
    /// <param name="kind"><see cref="WireEvent.Sent"/> or <see cref="WireEvent.Received"/>.</param>
    /// <param name="bytes">The bytes; copied.</param>
    public virtual void Record(WireEvent kind, ReadOnlySpan<byte> bytes) => transcript.Record(connection, kind, bytes);

    /// <summary>Records an end.</summary>
    /// <param name="kind">Which.</param>
    /// <returns>The event, or null if it is recorded elsewhere.</returns>
    public virtual EventMark? End(WireEvent kind) => transcript.Record(connection, kind);

    /// <summary>Records what has been kept back, because nothing more follows it.</summary>
    /// <param name="kind"><see cref="WireEvent.Sent"/> or <see cref="WireEvent.Received"/>.</param>
    public virtual void Finish(WireEvent kind)
    {
    }
}
