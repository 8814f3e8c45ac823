using System.Buffers.Binary;
using ConformanceKit.ReferenceProxy.Benchmarks.Peers;

namespace ConformanceKit.ReferenceProxy.Benchmarks.Load.Http2;

/// <summary>
/// One connection of a client that speaks HTTP/2 in cleartext, with prior knowledge (RFC 9113 §3.3). It knows only what a load
/// needs, and grants so much that a peer hardly ever has to wait for its windows.
/// </summary>
internal sealed unsafe class Http2Client(EventLoop loop, Peer peer) : Endpoint(loop)
{
    /// <summary>How many streams every peer allows at once: the default of all of them.</summary>
    public const int MostStreams = 100;

    /// <summary>How much a peer may send on a stream before it is granted more.</summary>
    public const int StreamWindow = 1 << 20;

    private const int InitialWindow = 65_535;
    private const int ConnectionWindow = 64 << 20;
    private const int SettingsEntry = 6;
    private const ushort InitialWindowSize = 0x4;

    private static readonly byte[] s_content = [.. Enumerable.Repeat((byte)'x', FrameParts.MaxPayload)];

    private readonly Dictionary<int, LoadStream> _streams = [];
    private readonly FrameParts _parts = new();
    private readonly FrameQueue _queue = new();
    private int _lastId = -1;
    private int _window = InitialWindow;
    private int _initialWindow = InitialWindow;
    private int _used;
    private bool _isConnecting = true;
    private bool _isInTurn;
    private bool _waitsForRoom;

    /// <summary>Dials the peer; streams can be opened at once.</summary>
    public Http2Client Start()
    {
        // 1. The preface, SETTINGS, and the window of the connection (§3.4, §6.9.2).
        Span<byte> window = stackalloc byte[SettingsEntry];
        BinaryPrimitives.WriteUInt16BigEndian(window, InitialWindowSize);
        BinaryPrimitives.WriteInt32BigEndian(window[2..], StreamWindow);
        _queue.Add("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8);
        _queue.Add(FrameType.Settings, 0, 0, window);
        _queue.AddGrant(0, ConnectionWindow - InitialWindow);

        // 2. They leave when the socket is connected, which makes it writable.
        Descriptor = NewSocket();
        Connect(Descriptor, peer.Http2Entry!);
        Loop.Add(this, Libc.Out);
        return this;
    }

    /// <summary>Opens a stream with a request.</summary>
    public void Open(LoadStream stream, ReadOnlySpan<byte> block, bool ends)
    {
        (stream.Id, stream.Window, stream.Used, stream.Unsent) = (_lastId += 2, _initialWindow, 0, 0);
        _streams.Add(stream.Id, stream);
        var flags = ends ? FrameParts.EndHeaders | FrameParts.EndStream : FrameParts.EndHeaders;
        _queue.Add(FrameType.Headers, (byte)flags, stream.Id, block);
        FlushBetweenTurns();
    }

    /// <summary>Sends as much of a stream's content as the windows allow; the rest follows when they allow more.</summary>
    public void SendAllowed(LoadStream stream)
    {
        while (stream.Unsent > 0 && Math.Min(_window, stream.Window) is > 0 and var allowed)
        {
            var count = Math.Min(Math.Min(stream.Unsent, allowed), FrameParts.MaxPayload);
            stream.Unsent -= count;
            stream.Window -= count;
            _window -= count;
            _queue.Add(FrameType.Data, 0, stream.Id, s_content.AsSpan(0, count));
        }

        FlushBetweenTurns();
    }

    /// <summary>Ends this side of a stream, which needs no window (§6.9.1).</summary>
    public void End(LoadStream stream)
    {
        _queue.Add(FrameType.Data, FrameParts.EndStream, stream.Id, []);
        FlushBetweenTurns();
    }

    /// <inheritdoc/>
    public override void OnReady(uint happened)
    {
        // What is caused in a turn leaves at its end.
        _isInTurn = true;
        if (_isConnecting)
            Connected();
        else if ((happened & ~Libc.Out) != 0)
            Receive();
        _isInTurn = false;
        Flush();
    }

    private void Connected()
    {
        MustBeConnected(peer.Name);
        _isConnecting = false;
        Loop.Change(this, Libc.In);
    }

    private void Receive()
    {
        var received = base.Receive();
        if (received == 0)
            throw new LoadFailedException($"{peer.Name} closed the connection");
        if (received < 0)
            return;
        var bytes = new ReadOnlySpan<byte>(Loop.Scratch, received);
        while (_parts.TryTake(ref bytes, out var part))
            Take(part);
    }

    private void Take(ReadOnlySpan<byte> part)
    {
        var stream = _streams.GetValueOrDefault(_parts.Stream);
        switch (_parts.Type)
        {
            case FrameType.Data:
                TakeData(stream, part);
                break;
            case FrameType.Headers when stream is not null:
                if (!FieldBlock.IsOk(part))
                    throw new LoadFailedException($"{peer.Name} answered: {Convert.ToHexString(part)}");
                stream.OnOpen();
                if (_parts.Ends)
                    Ended(stream);
                break;
            case FrameType.ResetStream when stream is not null:
                throw new LoadFailedException($"{peer.Name} reset a stream, code {Number(part)}");
            case FrameType.Settings when !_parts.Ends:
                TakeSettings(part);
                _queue.Add(FrameType.Settings, FrameParts.EndStream, 0, []);
                break;
            case FrameType.Ping when !_parts.Ends:
                _queue.Add(FrameType.Ping, FrameParts.EndStream, 0, part);
                break;
            case FrameType.WindowUpdate:
                if (stream is not null)
                    stream.Window += Number(part);
                else if (_parts.Stream == 0)
                    _window += Number(part);
                SendAllowed();
                break;
            case FrameType.GoAway:
                throw new LoadFailedException($"{peer.Name} sent GOAWAY, code {Number(part[4..])}");
        }
    }

    private void TakeData(LoadStream? stream, ReadOnlySpan<byte> content)
    {
        // 1. The windows are granted again by halves (§6.9).
        if ((_used += content.Length) >= ConnectionWindow / 2)
        {
            _queue.AddGrant(0, _used);
            _used = 0;
        }

        if (stream is null)
            return;
        if ((stream.Used += content.Length) >= StreamWindow / 2 && stream.Grants)
        {
            _queue.AddGrant(stream.Id, stream.Used);
            stream.Used = 0;
        }

        // 2. The content, and the end.
        stream.OnData(content);
        if (_parts.Ends)
            Ended(stream);
    }

    private void Ended(LoadStream stream)
    {
        _streams.Remove(stream.Id);
        stream.OnEnd();
    }

    private void TakeSettings(ReadOnlySpan<byte> entries)
    {
        for (; !entries.IsEmpty; entries = entries[SettingsEntry..])
        {
            if (BinaryPrimitives.ReadUInt16BigEndian(entries) != InitialWindowSize)
                continue;

            // Streams that are open get the difference (§6.9.2).
            var difference = Number(entries[2..]) - _initialWindow;
            _initialWindow += difference;
            foreach (var stream in _streams.Values)
                stream.Window += difference;
            SendAllowed();
        }
    }

    private void SendAllowed()
    {
        foreach (var stream in _streams.Values)
            SendAllowed(stream);
    }

    private void FlushBetweenTurns()
    {
        if (!_isInTurn && !_isConnecting)
            Flush();
    }

    private void Flush()
    {
        var unsent = _queue.Unsent;
        fixed (byte* bytes = unsent)
        {
            if (!unsent.IsEmpty)
                _queue.Sent(Math.Max(0, Send(bytes, unsent.Length)));
        }

        if (_waitsForRoom == _queue.Unsent.IsEmpty)
        {
            _waitsForRoom = !_waitsForRoom;
            Loop.Change(this, _waitsForRoom ? Libc.In | Libc.Out : Libc.In);
        }
    }

    private static int Number(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadInt32BigEndian(bytes) & int.MaxValue;
}
