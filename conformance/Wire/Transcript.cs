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

    /// <summary>The largest number of received bytes kept in all.</summary>
    internal const int CapturedInAll = 256 * 1024;

    /// <summary>After this many byte events in one direction of a connection, all further bytes join the last one.</summary>
    internal const int EventsPerDirection = 200;

    /// <summary>The same for parts of a protocol that do not belong together, each of which tells something.</summary>
    internal const int PartsPerDirection = 5 * EventsPerDirection;

    // A smaller piece after a bulk transfer is more likely to be a separate message, and worth seeing.
    private const int BulkPiece = 512;

    private readonly Lock _gate = new();
    private readonly List<TranscriptEvent> _events = [];
    private readonly Dictionary<string, int> _numbers = [];
    private readonly Dictionary<(string, WireEvent), Direction> _directions = [];
    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly Action<TranscriptEvent>? _tell;
    private int _captured;

    /// <summary>Begins now.</summary>
    /// <param name="limits">How much may arrive; the defaults if null.</param>
    public Transcript(Limits? limits = null) => Traffic = new(limits ?? new());

    /// <summary>The same for somebody who watches.</summary>
    /// <param name="tell">
    /// Called with each event as it happens, one at a time; not with the further pieces of a bulk transfer.
    /// </param>
    internal Transcript(Action<TranscriptEvent> tell)
        : this() => _tell = tell;

    /// <summary>The events so far, in time order.</summary>
    public IReadOnlyList<TranscriptEvent> Events
    {
        get
        {
            lock (_gate)
                return [.. _events];
        }
    }

    /// <summary>How much was sent, and whether more than that arrived.</summary>
    internal Traffic Traffic { get; }

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
            var direction = DirectionOf(connection, kind);
            if (direction.Takes(_events, bytes.Length))
            {
                direction.Pieces++;
                _events[direction.Last] = Joined(_events[direction.Last], kind, bytes) with
                {
                    Note = $"in {direction.Pieces} {(kind == WireEvent.Sent ? "writes" : "reads")}",
                };
                return;
            }

            direction.Begin(_events.Count);
            Add(connection, kind, bytes.Length, Captured(kind, bytes, CapturedBytes), "");
        }
    }

    /// <summary>
    /// Records a part of a protocol as an event to itself, such as a frame. Only those that belong together and are many become
    /// one event.
    /// </summary>
    /// <param name="connection">The connection's name.</param>
    /// <param name="kind"><see cref="WireEvent.Sent"/> or <see cref="WireEvent.Received"/>.</param>
    /// <param name="part">Its bytes; copied.</param>
    /// <param name="note">What it is.</param>
    /// <param name="series">What it has in common with those that it may become one event with, or null.</param>
    internal void Record(string connection, WireEvent kind, ReadOnlySpan<byte> part, string note, string? series)
    {
        lock (_gate)
        {
            var direction = DirectionOf(connection, kind);
            if (direction.Continues(_events, part.Length, series))
            {
                direction.Pieces++;
                _events[direction.Last] = Joined(_events[direction.Last], kind, part) with
                {
                    Note = $"{direction.Series ?? "frames"}, in {direction.Pieces} frames",
                };
                return;
            }

            direction.Begin(_events.Count, series);
            Add(connection, kind, part.Length, Captured(kind, part, CapturedBytes), note);
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

    private void Add(string connection, WireEvent kind, long length, ReadOnlyMemory<byte> bytes, string note)
    {
        var happened = new TranscriptEvent(Stopwatch.GetElapsedTime(_start), connection, kind, length, bytes, note);
        _events.Add(happened);
        _tell?.Invoke(happened);
    }

    // What the kit sends is its own affair; what it receives may have no end, and a run keeps it of every scenario.
    private byte[] Captured(WireEvent kind, ReadOnlySpan<byte> bytes, int most)
    {
        var count = Math.Min(bytes.Length, kind == WireEvent.Received ? Math.Min(most, CapturedInAll - _captured) : most);
        if (kind == WireEvent.Received)
            _captured += count;
        return bytes[..count].ToArray();
    }

    private Direction DirectionOf(string connection, WireEvent kind)
    {
        if (!_directions.TryGetValue((connection, kind), out var direction))
            _directions[(connection, kind)] = direction = new();
        return direction;
    }

    private TranscriptEvent Joined(TranscriptEvent last, WireEvent kind, ReadOnlySpan<byte> bytes)
    {
        // If some bytes are missing, none may follow them.
        var isWhole = last.Bytes.Length == last.Length;
        var more = isWhole ? Captured(kind, bytes, CapturedBytes - last.Bytes.Length) : [];
        return last with
        {
            Length = last.Length + bytes.Length,
            Bytes = more.Length > 0 ? (byte[])[.. last.Bytes.Span, .. more] : last.Bytes,
        };
    }

    /// <summary>What joining has to know about the bytes in one direction of a connection.</summary>
    private sealed class Direction
    {
        private int _events;

        public int Last { get; private set; } = -1;

        public int Pieces { get; set; }

        public string? Series { get; private set; }

        public bool Takes(List<TranscriptEvent> events, int length) => Last >= 0 && (_events >= EventsPerDirection
            || (events[Last].Length >= CapturedBytes && length >= BulkPiece));

        public bool Continues(List<TranscriptEvent> events, int length, string? series) => Last >= 0
            && (series is null ? _events >= PartsPerDirection : series == Series && Takes(events, length));

        public void Begin(int at, string? series = null)
        {
            (Last, Pieces, Series) = (at, 1, series);
            _events++;
        }
    }
}
