using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using ConformanceKit.ReferenceProxy.Connections;
using ConformanceKit.ReferenceProxy.Recording;
using ConformanceKit.ReferenceProxy.Tcp;

namespace ConformanceKit.ReferenceProxy.Tls;

/// <summary>
/// A connection inside TLS: a closure alert and FIN finish it (RFC 9112 §9.8, RFC 8446 §6.1), RST aborts it. FIN without the
/// alert may be a truncation by somebody on the path, so it counts as an abort too.
/// </summary>
internal sealed class TlsConnection : Connection
{
    private const int Unknown = -1;

    private readonly Socket _socket;
    private readonly RecordStream _records;
    private readonly SslStream _tls;

    // What a read would find, once a wait has ended: then reading does not have to wait.
    private bool _isReady;
    private readonly byte[] _ahead = new byte[1];
    private int _aheadCount = Unknown;
    private bool _finished;

    /// <summary>Wraps an established session.</summary>
    /// <param name="socket">The socket, which is non-blocking.</param>
    /// <param name="records">What the session sends its records through.</param>
    /// <param name="tls">The session.</param>
    /// <param name="trace">Records the connection below; null if it is not traced.</param>
    public TlsConnection(Socket socket, RecordStream records, SslStream tls, TracedConnection? trace) : base(trace?.Inside()) =>
        (_socket, _records, _tls) = (socket, records, tls);

    /// <summary>Whether both sides have agreed to speak HTTP/2 (RFC 9113 §3.2).</summary>
    public bool IsHttp2 => _tls.NegotiatedApplicationProtocol == SslApplicationProtocol.Http2;

    /// <inheritdoc/>
    public override IPEndPoint Remote => (IPEndPoint)_socket.RemoteEndPoint!;

    /// <inheritdoc/>
    public override bool HasBytes => _aheadCount > 0 || _socket.Available > 0;

    /// <inheritdoc/>
    public override bool IsAtEnd
    {
        get
        {
            // A socket can be asked what it has; TLS can only be read.
            try
            {
                if (_isReady && _aheadCount == Unknown)
                    _aheadCount = Read(_ahead);
                return _aheadCount == 0;
            }
            catch (SocketException)
            {
                return true;
            }
        }
    }

    /// <inheritdoc/>
    public override ConnectionState State => TcpInfo.Of(_socket);

    /// <inheritdoc/>
    public override int TryReceive(Span<byte> buffer)
    {
        if (!_isReady)
            return -1;

        // 1. What was read ahead comes first.
        var count = _aheadCount;
        if (count == Unknown)
            count = Read(buffer);
        else if (count > 0)
            buffer[0] = _ahead[0];

        // 2. After the end there is nothing to wait for.
        _isReady = count == 0;
        _aheadCount = _isReady ? 0 : Unknown;
        if (count > 0)
            Trace?.Received(buffer[..count]);
        else
            Trace?.FinReceived();
        return count;
    }

    /// <inheritdoc/>
    public override async ValueTask FinishAsync(CancellationToken cancel = default)
    {
        // A socket can be shut down twice, a session cannot.
        if (_finished)
            return;
        _finished = true;
        Trace?.FinSent();
        try
        {
            await ClosureAlert.SendAsync(_tls).WaitAsync(cancel);
            Trace?.Below?.FinSent();
            _socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception end) when (IsEnd(end))
        {
            throw Gone(end);
        }
    }

    /// <inheritdoc/>
    public override void Abort()
    {
        Trace?.ResetSent();
        _socket.Close(timeout: 0);
        _tls.Dispose();
    }

    /// <inheritdoc/>
    public override void Close()
    {
        // The alert is a few bytes, for which a socket nearly always has room: it is not waited for. Nothing is left to do if it
        // cannot be sent.
        if (!_finished)
            _ = FinishAsync().AsTask().ContinueWith(alert => alert.Exception, TaskScheduler.Default);
        _socket.Dispose();
        _tls.Dispose();
    }

    /// <inheritdoc/>
    public override void Dispose() => Close();

    /// <inheritdoc/>
    protected override async ValueTask<int> WaitAsync(CancellationToken cancel)
    {
        if (_isReady)
            return 0;
        try
        {
            // Without a buffer, this waits until there is something to read.
            var none = await _tls.ReadAsync(Memory<byte>.Empty, cancel);
            _isReady = true;
            return none;
        }
        catch (Exception end) when (IsEnd(end))
        {
            Trace?.ResetReceived();
            throw Gone(end);
        }
    }

    /// <inheritdoc/>
    protected override async ValueTask SendAllAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancel)
    {
        try
        {
            await _tls.WriteAsync(bytes, cancel);
        }
        catch (Exception end) when (IsEnd(end))
        {
            Trace?.ResetReceived();
            throw Gone(end);
        }
    }

    private int Read(Span<byte> buffer)
    {
        int count;
        try
        {
            count = _tls.Read(buffer);
        }
        catch (Exception end) when (IsEnd(end))
        {
            Trace?.ResetReceived();
            throw Gone(end);
        }

        if (count == 0 && _records.IsEnded)
        {
            Trace?.Below?.FinReceived();
            Trace?.FinReceived();
            throw new SocketException((int)SocketError.ConnectionReset);
        }

        return count;
    }

    private static bool IsEnd(Exception end) =>
        end is IOException or SocketException or AuthenticationException or CryptographicException
            or (InvalidOperationException and not ObjectDisposedException);

    // The system says why the socket failed; TLS itself fails when the peer does not keep to the protocol.
    private static SocketException Gone(Exception end) =>
        end as SocketException ?? end.InnerException as SocketException
            ?? new SocketException((int)SocketError.ConnectionAborted);
}
