using System.Diagnostics;

namespace ConformanceKit.Wire;

/// <summary>What happened on a connection.</summary>
public enum WireEvent
{
    /// <summary>The TCP connection is established.</summary>
    Opened,

    /// <summary>Bytes were sent by the harness.</summary>
    Sent,

    /// <summary>Bytes arrived at the harness.</summary>
    Received,

    /// <summary>The harness ended its sending side (FIN).</summary>
    FinSent,

    /// <summary>The peer ended its sending side (FIN).</summary>
    FinReceived,

    /// <summary>The harness aborted the connection (RST).</summary>
    ResetSent,

    /// <summary>The peer aborted the connection (RST).</summary>
    ResetReceived,

    /// <summary>A remark of the harness, for instance what a TLS layer saw.</summary>
    Note,
}

/// <summary>One event on one connection of a scenario.</summary>
/// <param name="At">Time since the scenario began.</param>
/// <param name="Connection">Which connection: <c>client 1</c> is the first one to the proxy, <c>origin 1</c> the first one at an origin.</param>
/// <param name="Kind">What happened.</param>
/// <param name="Length">Bytes sent or received; 0 for other events.</param>
/// <param name="Bytes">The bytes, or their first <see cref="Transcript.CapturedBytes"/> where there were more.</param>
/// <param name="Note">A remark, or empty.</param>
public sealed record TranscriptEvent(
    TimeSpan At, string Connection, WireEvent Kind, long Length, ReadOnlyMemory<byte> Bytes, string Note);

/// <summary>Everything that one scenario sent and received, on both sides of the proxy, in time order. Safe for concurrent use.</summary>
public sealed class Transcript
{
    /// <summary>How many bytes of one event are kept at most.</summary>
    public const int CapturedBytes = 4096;

    private readonly Lock gate = new();
    private readonly List<TranscriptEvent> events = [];
    private readonly Dictionary<string, int> numbers = [];
    private readonly long start = Stopwatch.GetTimestamp();

    /// <summary>The events so far, in time order.</summary>
    public IReadOnlyList<TranscriptEvent> Events
    {
        get
        {
            lock (gate) return [.. events];
        }
    }

    /// <summary>Names a new connection: <c>client 1</c>, <c>client 2</c>, <c>origin 1</c> and so on.</summary>
    /// <param name="side"><c>client</c> or <c>origin</c>.</param>
    /// <returns>The connection's name.</returns>
    public string NameConnection(string side)
    {
        lock (gate)
        {
            var number = numbers.GetValueOrDefault(side) + 1;
            numbers[side] = number;
            return $"{side} {number}";
        }
    }

    /// <summary>Records bytes that were sent or received; the first <see cref="CapturedBytes"/> are kept.</summary>
    /// <param name="connection">The connection's name.</param>
    /// <param name="kind"><see cref="WireEvent.Sent"/> or <see cref="WireEvent.Received"/>.</param>
    /// <param name="bytes">The bytes; copied.</param>
    public void Record(string connection, WireEvent kind, ReadOnlySpan<byte> bytes) =>
        Add(connection, kind, bytes.Length, bytes[..Math.Min(bytes.Length, CapturedBytes)].ToArray(), "");

    /// <summary>Records an event that carries no bytes.</summary>
    /// <param name="connection">The connection's name.</param>
    /// <param name="kind">What happened.</param>
    /// <param name="note">A remark, or empty.</param>
    public void Record(string connection, WireEvent kind, string note = "") => Add(connection, kind, 0, default, note);

    private void Add(string connection, WireEvent kind, long length, ReadOnlyMemory<byte> bytes, string note)
    {
        lock (gate) events.Add(new(Stopwatch.GetElapsedTime(start), connection, kind, length, bytes, note));
    }
}
