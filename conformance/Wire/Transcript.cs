using System.Diagnostics;
using ConformanceKit.Model;

namespace ConformanceKit.Wire;

/// <summary>
/// Everything that one scenario sent and received, on both sides of the proxy, in time order. Safe for concurrent use.
/// The pieces of a bulk transfer become one event, whose length is their exact sum, so that the number of events stays bounded.
/// </summary>
public sealed class Transcript
{
    /// <summary>The largest number of bytes kept of one event.</summary>
    public const int CapturedBytes = 4096;

    /// <summary>After this many byte events in one direction of a connection, all further bytes join the last one.</summary>
    internal const int EventsPerDirection = 200;

    // A smaller piece after a bulk transfer is more likely to be a separate message, and worth seeing.
    private const int BulkPiece = 512;

    private readonly Lock _gate = new();
    private readonly List<TranscriptEvent> _events = [];
    private readonly Dictionary<string, int> _numbers = [];
    private readonly Dictionary<(string, WireEvent), Direction> _directions = [];
    private readonly long _start = Stopwatch.GetTimestamp();

    /// <summary>The events so far, in time order.</summary>
    public IReadOnlyList<TranscriptEvent> Events
    {
        get
        {
            lock (_gate)
                return [.. _events];
        }
    }

    /// <summary>What else the scenario's time was spent on.</summary>
    internal TimeUses Uses { get; } = new();

    /// <summary>Names a new connection: <c>client 1</c>, <c>client 2</c>, <c>origin 1</c> and so on.</summary>
    /// <param name="side"><c>client</c> or <c>origin</c>.</param>
    /// <returns>The connection's name.</returns>
    public string NameConnection(string side)
    {
        lock (_gate)
        {
            var number = _numbers.GetValueOrDefault(side) + 1;
            _numbers[side] = number;
            return $"{side} {number}";
        }
    }

    /// <summary>Records bytes that were sent or received; the first <see cref="CapturedBytes"/> are kept.</summary>
    /// <param name="connection">The connection's name.</param>
    /// <param name="kind"><see cref="WireEvent.Sent"/> or <see cref="WireEvent.Received"/>.</param>
    /// <param name="bytes">The bytes; copied.</param>
    public void Record(string connection, WireEvent kind, ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            var direction = _directions.GetValueOrDefault((connection, kind));
            if (direction is null)
                _directions[(connection, kind)] = direction = new();

            if (direction.Takes(_events, bytes.Length))
            {
                direction.Pieces++;
                _events[direction.Last] = Joined(_events[direction.Last], bytes, direction.Pieces);
                return;
            }

            direction.Last = _events.Count;
            direction.Events++;
            direction.Pieces = 1;
            Add(connection, kind, bytes.Length, Captured(bytes), "");
        }
    }

    /// <summary>Records an event that carries no bytes.</summary>
    /// <param name="connection">The connection's name.</param>
    /// <param name="kind">What happened.</param>
    /// <param name="note">A remark, or empty.</param>
    /// <returns>The event, so that a failure can point at it.</returns>
    public EventMark Record(string connection, WireEvent kind, string note = "")
    {
        lock (_gate)
        {
            Add(connection, kind, 0, default, note);
            return new(_events.Count - 1);
        }
    }

    private void Add(string connection, WireEvent kind, long length, ReadOnlyMemory<byte> bytes, string note) =>
        _events.Add(new(Stopwatch.GetElapsedTime(_start), connection, kind, length, bytes, note));

    private static byte[] Captured(ReadOnlySpan<byte> bytes) => bytes[..Math.Min(bytes.Length, CapturedBytes)].ToArray();

    private static TranscriptEvent Joined(TranscriptEvent last, ReadOnlySpan<byte> bytes, int pieces)
    {
        var room = CapturedBytes - last.Bytes.Length;
        return last with
        {
            Length = last.Length + bytes.Length,
            Bytes = room > 0 ? (byte[])[.. last.Bytes.Span, .. bytes[..Math.Min(bytes.Length, room)]] : last.Bytes,
            Note = $"in {pieces} {(last.Kind == WireEvent.Sent ? "writes" : "reads")}",
        };
    }

    /// <summary>What joining has to know about the bytes in one direction of a connection.</summary>
    private sealed class Direction
    {
        public int Last { get; set; } = -1;

        public int Events { get; set; }

        public int Pieces { get; set; }

        public bool Takes(List<TranscriptEvent> events, int length) =>
            Last >= 0 && (Events >= EventsPerDirection || (events[Last].Length >= CapturedBytes && length >= BulkPiece));
    }
}
