using System.Net;
using System.Net.Sockets;
using ConformanceKit.Model;

namespace ConformanceKit.Wire;

/// <summary>
/// One connection of a scenario, on either side of the proxy: the client's to the proxy, or the proxy's to an origin.
/// </summary>
/// <remarks>
/// <para>One buffer serves the whole life of the connection: what arrives together with a head stays for the next read, whether
/// of a message, of a tunnel's bytes or through <see cref="AsStream"/>. Everything is recorded in the transcript.</para>
/// <para>Every wait is bounded by <see cref="Waits.Reply"/> or by the <c>within</c> given: a head must be complete in that
/// time; a body or other bytes must make progress in that time. A fault of the peer throws a
/// <see cref="RequirementBrokenException"/>; a cancellation by the caller stays an <see cref="OperationCanceledException"/>.
/// </para>
/// <para>If a call passes no token, the end of the scenario ends the wait.</para>
/// <para>One reader and one writer may work at the same time.</para>
/// </remarks>
public sealed partial class WireConnection : IAsyncDisposable
{
    private readonly WireTransport _transport;
    private readonly Transcript _transcript;
    private readonly Waits _waits;
    private readonly CancellationToken _over;
    private readonly byte[] _arriving = new byte[16 * 1024];
    private readonly WireBuffer _buffer = new();
    private ByteRecorder _recorder;
    private byte[]? _lastHead;
    private EventMark? _end;
    private RequirementBrokenException? _flood;
    private int _requests;
    private long _expected;
    private Task<int>? _receiving;
    private bool _finSent;
    private bool _disposed;

    internal WireConnection(string name, WireTransport transport, Transcript transcript, Waits waits, CancellationToken over)
    {
        Name = name;
        _transport = transport;
        _transcript = transcript;
        _waits = waits;
        _over = over;
        _recorder = new(name, transcript);
    }

    /// <summary>The name in the transcript, for instance <c>client 1</c>.</summary>
    public string Name { get; }

    /// <summary>Whether the peer's FIN has been seen. Only a read sees it.</summary>
    public bool PeerFinished { get; private set; }

    /// <summary>Whether the peer's RST has been seen. Only a read or a send sees it.</summary>
    public bool PeerReset { get; private set; }

    /// <summary>How many bytes have arrived so far, as far as reads have seen.</summary>
    public long ReceivedLength { get; private set; }

    /// <summary>The first bytes that arrived, to show people what it was.</summary>
    public byte[] ReceivedStart { get; private set; } = [];

    /// <summary>How many bytes have been sent so far.</summary>
    public long SentLength { get; private set; }

    /// <summary>What a failure points at that is about this connection itself: how it was opened.</summary>
    internal IReadOnlyList<Mark> Opening { get; private init; } = [];

    /// <summary>What a failure points at that is about the end of what the peer sent; empty while there is none.</summary>
    public IReadOnlyList<Mark> Ending => _end is null ? [] : [_end];

    /// <summary>What a failure points at that is about everything that has arrived so far.</summary>
    public IReadOnlyList<Mark> Arrivals => ReceivedLength > 0 ? [new BytesMark(Name, 0, ReceivedLength)] : [];

    /// <summary>What has arrived and has not been read yet.</summary>
    internal BytesMark Unread => new(Name, ReadLength, _buffer.Length);

    /// <summary>How many bytes have been read so far.</summary>
    internal long ReadLength => ReceivedLength - _buffer.Length;

    /// <summary>Whether the end of what the peer sent says that nothing is missing (RFC 9112 §9.8).</summary>
    internal bool IsEndedInOrder => _transport.IsEndedInOrder;

    /// <summary>Whether something has arrived that has not been read.</summary>
    internal bool HasUnread => _buffer.Length > 0 || _transport.HasArrived;

    /// <summary>The bounds of all waiting.</summary>
    internal Waits Waits => _waits;

    /// <summary>Where everything is recorded.</summary>
    internal Transcript Transcript => _transcript;

    /// <summary>Whether nothing more can be sent, because either side ended the sending.</summary>
    internal bool SendingEnded => _finSent || _disposed || PeerReset;

    /// <summary>Dials the proxy, with Nagle's algorithm off, so that a small write is a separate segment.</summary>
    /// <param name="proxy">Where it listens.</param>
    /// <param name="transcript">Where everything is recorded, as <c>client N</c>.</param>
    /// <param name="waits">The bounds of all waiting.</param>
    /// <param name="cancel">Cancels the dial, and every later wait on the connection that is given no token.</param>
    /// <returns>The established connection.</returns>
    /// <exception cref="HarnessException">The proxy cannot be reached.</exception>
    public static async Task<WireConnection> DialAsync(
        IPEndPoint proxy, Transcript transcript, Waits waits, CancellationToken cancel)
    {
        var socket = new Socket(proxy.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            bound.CancelAfter(waits.Reply);
            await socket.ConnectAsync(proxy, bound.Token);
        }
        catch (SocketException error) when (error.SocketErrorCode == SocketError.ConnectionReset)
        {
            // The proxy accepted the connection and reset it at once, which is for the scenario to grade.
            var reset = Dialled(socket, proxy, transcript, waits, cancel);
            reset.MarkReset();
            return reset;
        }
        catch (Exception error)
        {
            socket.Dispose();
            cancel.ThrowIfCancellationRequested();
            if (error is not (SocketException or OperationCanceledException))
                throw;
            var why = error is SocketException ? error.Message : $"no answer within {waits.Reply.TotalSeconds:0.#} s";
            throw new HarnessException($"The proxy cannot be reached at {proxy}: {why}. Check that it is still running.", error);
        }

        return Dialled(socket, proxy, transcript, waits, cancel);
    }

    /// <summary>A connection that was dialled to the proxy, recorded as <c>client N</c>.</summary>
    internal static WireConnection Dialled(
        Socket socket, IPEndPoint proxy, Transcript transcript, Waits waits, CancellationToken over) =>
        Open("client", socket, transcript, waits, $"to {proxy}", over);

    /// <summary>A connection that an origin accepted, recorded as <c>origin N</c>.</summary>
    internal static WireConnection Accepted(Socket socket, Transcript transcript, Waits waits, CancellationToken over)
    {
        socket.NoDelay = true;
        return Open("origin", socket, transcript, waits, $"at {socket.LocalEndPoint}", over);
    }

    /// <summary>A connection that a scripted proxy accepted from a client, recorded as <c>proxy N</c>.</summary>
    internal static WireConnection AcceptedByProxy(Socket socket, Transcript transcript, Waits waits, CancellationToken over)
    {
        socket.NoDelay = true;
        return Open("proxy", socket, transcript, waits, $"at {socket.LocalEndPoint}", over);
    }

    /// <summary>Ends the sending side gracefully (FIN). What was sent before is delivered; reading is still possible.</summary>
    public void ShutdownSend()
    {
        if (_finSent || PeerReset)
            return;
        _finSent = true;
        _recorder.Finish(WireEvent.Sent);
        _recorder.End(WireEvent.FinSent);
        _transport.ShutdownSend();
    }

    /// <summary>Aborts the connection (RST). Nothing can be read or sent afterwards.</summary>
    public void Reset()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        _disposed = true;
        if (!PeerReset)
        {
            _recorder.Finish(WireEvent.Sent);
            _recorder.End(WireEvent.ResetSent);
        }

        _transport.Reset();
    }

    /// <summary>
    /// Closes the connection gracefully: sends a FIN, then reads what has already arrived, because closing a socket with unread
    /// bytes makes the kernel send a RST, which discards what the peer has not read yet.
    /// </summary>
    /// <returns>Completes when it is closed.</returns>
    public async ValueTask DisposeAsync()
    {
        if (_disposed)
            return;
        ShutdownSend();
        try
        {
            // A peer that never stops sending cannot be waited for.
            var deadline = new Deadline(_waits.Quiet);
            while (deadline.Remaining > TimeSpan.Zero
                && !PeerFinished
                && !PeerReset
                && _flood is null
                && (_receiving?.IsCompletedSuccessfully ?? _transport.HasArrived))
            {
                await ReceiveAsync(Timeout.InfiniteTimeSpan, CancellationToken.None);
            }
        }
        finally
        {
            _disposed = true;
            await _transport.DisposeAsync();
        }
    }

    /// <summary>Adds a remark about this connection to the transcript.</summary>
    /// <param name="text">The remark.</param>
    /// <returns>The remark as an event.</returns>
    internal EventMark Note(string text) => _transcript.Record(Name, WireEvent.Note, text);

    /// <summary>Lets another recorder take over, before anything has been sent or received.</summary>
    internal void RecordWith(ByteRecorder recorder) => _recorder = recorder;

    /// <summary>What ends a wait: the given token, or else the end of the connection's owner.</summary>
    internal CancellationToken EndOf(CancellationToken cancel) => cancel.CanBeCanceled ? cancel : _over;

    private static WireConnection Open(
        string side, Socket socket, Transcript transcript, Waits waits, string note, CancellationToken over)
    {
        var name = transcript.NameConnection(side);
        return new(name, new SocketTransport(socket), transcript, waits, over)
        {
            Opening = [transcript.Record(name, WireEvent.Opened, note)],
        };
    }
}
