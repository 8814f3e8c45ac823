using System.Buffers;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using ConformanceKit.ReferenceProxy.Forwarding;
using ConformanceKit.ReferenceProxy.Http;
using ConformanceKit.ReferenceProxy.Recording;
using ConformanceKit.ReferenceProxy.Tcp;

namespace ConformanceKit.ReferenceProxy;

/// <summary>The client's side of a connection: what arrives, what is sent, how it is closed, what is logged about it.</summary>
internal sealed class Client(
    TcpConnection tcp, ProxyOptions options, string challenge, Tracer? trace, CancellationToken stop) : IDisposable
{
    private long _requestStarted;
    private volatile bool _isWithOrigin;
    private volatile bool _isGone;
    private bool _hasFinished;

    /// <summary>The connection.</summary>
    public TcpConnection Tcp => tcp;

    /// <summary>What has been received.</summary>
    public ByteReader Reader { get; } = new(tcp);

    /// <summary>The time within which something has to happen.</summary>
    public Deadline Deadline { get; } = new(stop);

    /// <summary>Who is told of the exchange, when someone wants to know.</summary>
    public Tracer? Trace => trace;

    /// <summary>Where the client comes from.</summary>
    public IPEndPoint Address { get; } = (IPEndPoint)tcp.Socket.RemoteEndPoint!;

    /// <summary>Where the client has reached this proxy.</summary>
    public IPEndPoint Self { get; } = (IPEndPoint)tcp.Socket.LocalEndPoint!;

    /// <summary>The connection to an origin that serves this client's requests, kept from one to the next; at most one.</summary>
    public OriginConnection? Origin { get; set; }

    /// <summary>Whether the client has gone while its request was with an origin.</summary>
    public bool IsGone => _isGone;

    /// <summary>A connection to an origin, which serves this client.</summary>
    public TcpConnection ToOrigin(Socket socket) => new(socket, trace?.Origin());

    /// <summary>A request has begun; its log line counts from here.</summary>
    public void StartRequest() => _requestStarted = Stopwatch.GetTimestamp();

    /// <summary>An origin has the request, or has it no more. Meanwhile the client is looked after.</summary>
    public void IsWithOrigin(bool isSo) => (_isWithOrigin, _hasFinished) = (isSo, false);

    /// <summary>
    /// Called now and then by another thread. RST: nobody wants the response, and the exchange is given up. FIN may mean the same,
    /// or that nothing but the response is awaited: then the origin may not be quiet for as long as otherwise.
    /// </summary>
    public void LookAfter()
    {
        if (!_isWithOrigin)
            return;
        try
        {
            var far = TcpInfo.Of(tcp).FarEnd;
            if (far == FarEnd.Gone)
            {
                _isGone = true;
                Deadline.GiveUp();
            }
            else if (far == FarEnd.Finished && !_hasFinished)
            {
                _hasFinished = true;
                Deadline.Change(options.DrainTimeout);
            }
        }
        catch (ObjectDisposedException)
        {
            // It has ended meanwhile.
        }
    }

    /// <summary>Sends octets that this proxy composed; a client that does not take them within the idle timeout is lost.</summary>
    public ValueTask SendAsync(ReadOnlyMemory<byte> octets) => tcp.SendAllAsync(octets, tcp.Turn, Deadline.In(options.IdleTimeout));

    /// <summary>Answers a request that is not served, and says what becomes of the connection.</summary>
    /// <param name="reason">Why it is not served.</param>
    /// <param name="line">The request line, if there was one.</param>
    /// <param name="mayStayOpen">Whether the next request can be told apart from this one.</param>
    public async Task<Closing> RejectAsync(RejectionReason reason, RequestLine? line, bool mayStayOpen)
    {
        var rejection = Rejection.For(reason);
        var response = ErrorResponse.Compose(
            rejection, options.Name, rejection.Status == 407 ? challenge : null, !mayStayOpen, line?.Method == "HEAD");
        Trace?.Note($"refuses: {reason}: {rejection.Text} [{rejection.Clause}]");
        Log(line, rejection.Status, $"{reason}", 0, response.Length);
        await SendAsync(response);
        return mayStayOpen ? Closing.KeepOpen : Closing.Lingering;
    }

    /// <summary>Closes the connection to an origin, which no request needs any more.</summary>
    public void CloseOrigin()
    {
        Origin?.Dispose();
        Origin = null;
    }

    /// <summary>Closes the connection.</summary>
    public async Task CloseAsync(Closing closing)
    {
        CloseOrigin();
        if (closing == Closing.Reset)
            tcp.Reset();
        if (closing == Closing.Lingering)
            await LingerAsync();
        tcp.Dispose();
    }

    /// <summary>Writes the line of the log.</summary>
    public void Log(RequestLine? line, int status, string outcome, long up = 0, long down = 0) => options.Log?.Invoke(
        $"{DateTimeOffset.UtcNow:yyyy-MM-ddTHH:mm:ss.fffZ} {Address} \"{line?.ToString() ?? "-"}\" {status} "
        + $"{up} up {down} down {Stopwatch.GetElapsedTime(_requestStarted).TotalMilliseconds:F0} ms {outcome}");

    /// <inheritdoc/>
    public void Dispose()
    {
        CloseOrigin();
        Reader.Dispose();
        tcp.Dispose();
        Deadline.Dispose();
    }

    // Closing while octets arrive makes the kernel send RST, which can overtake the response (RFC 9112 §9.6).
    // What is read here is dropped: it is never taken for a request.
    private async Task LingerAsync()
    {
        var cancel = Deadline.In(options.LingerTimeout);
        var dropped = ArrayPool<byte>.Shared.Rent(16 * 1024);
        try
        {
            tcp.Finish();
            do
            {
                await tcp.ReadableAsync(cancel);
            }
            while (tcp.TryReceive(dropped) != 0);
        }
        catch (Exception end) when (end is SocketException or OperationCanceledException)
        {
            // The client is gone, or takes longer than anybody waits for it.
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(dropped);
        }
    }
}
