using System.Buffers;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using ConformanceKit.ReferenceProxy.Http;

namespace ConformanceKit.ReferenceProxy;

/// <summary>The client's side of a connection: what arrives, what is sent, how it is closed, what is logged about it.</summary>
internal sealed class Client(
    Socket socket, ProxyOptions options, string challenge, Tracer? trace, CancellationToken stop) : IDisposable
{
    private long _requestStarted;

    /// <summary>The connection.</summary>
    public Socket Socket => socket;

    /// <summary>What has been received.</summary>
    public ByteReader Reader { get; } = new((buffer, cancel) => socket.ReceiveAsync(buffer, SocketFlags.None, cancel));

    /// <summary>The annotated exchange, when someone reads it.</summary>
    public Tracer? Trace => trace;

    /// <summary>Where the client comes from.</summary>
    public IPEndPoint Address { get; } = (IPEndPoint)socket.RemoteEndPoint!;

    /// <summary>Where the client has reached this proxy.</summary>
    public IPEndPoint Self { get; } = (IPEndPoint)socket.LocalEndPoint!;

    /// <summary>A request has begun; its log line counts from here.</summary>
    public void StartRequest() => _requestStarted = Stopwatch.GetTimestamp();

    /// <summary>Sends octets that this proxy composed; a client that does not take them within the idle timeout is lost.</summary>
    public async Task SendAsync(ReadOnlyMemory<byte> octets)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(stop);
        deadline.CancelAfter(options.IdleTimeout);
        await socket.SendAllAsync(octets, deadline.Token);
    }

    /// <summary>Answers a request that is not served, and says what becomes of the connection.</summary>
    /// <param name="reason">Why it is not served.</param>
    /// <param name="line">The request line, if there was one.</param>
    /// <param name="mayStayOpen">Whether the next request can be told apart from this one.</param>
    public async Task<Closing> RejectAsync(RejectionReason reason, RequestLine? line, bool mayStayOpen)
    {
        var rejection = Rejection.For(reason);
        var response = ErrorResponse.Compose(
            rejection, options.Name, rejection.Status == 407 ? challenge : null, !mayStayOpen, line?.Method == "HEAD");
        Trace?.Step($"reject: {reason}", rejection.Clause);
        Trace?.Head("client <", response, "RFC 9110 §15");
        Log(line, rejection.Status, $"{reason}", 0, response.Length);
        await SendAsync(response);
        return mayStayOpen ? Closing.KeepOpen : Closing.Lingering;
    }

    /// <summary>True once the client has closed without sending anything more; false when it sends, or on cancellation.</summary>
    public async Task<bool> ClosesAsync(CancellationToken cancel)
    {
        if (!Reader.Buffered.IsEmpty)
            return false;
        try
        {
            return await socket.ReceiveAsync(new byte[1], SocketFlags.Peek, cancel) == 0;
        }
        catch (SocketException)
        {
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>Closes the connection.</summary>
    public async Task CloseAsync(Closing closing)
    {
        if (closing == Closing.Reset)
            socket.Reset();
        if (closing == Closing.Lingering)
            await LingerAsync();
        socket.Dispose();
    }

    /// <summary>Writes the line of the log.</summary>
    public void Log(RequestLine? line, int status, string outcome, long up = 0, long down = 0) => options.Log?.Invoke(
        $"{DateTimeOffset.UtcNow:yyyy-MM-ddTHH:mm:ss.fffZ} {Address} \"{line?.ToString() ?? "-"}\" {status} "
        + $"{up} up {down} down {Stopwatch.GetElapsedTime(_requestStarted).TotalMilliseconds:F0} ms {outcome}");

    /// <inheritdoc/>
    public void Dispose()
    {
        Reader.Dispose();
        socket.Dispose();
    }

    // Closing while octets arrive makes the kernel send RST, which can overtake the response (RFC 9112 §9.6).
    // What is read here is dropped: it is never taken for a request.
    private async Task LingerAsync()
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(stop);
        deadline.CancelAfter(options.LingerTimeout);
        var dropped = ArrayPool<byte>.Shared.Rent(16 * 1024);
        try
        {
            socket.Shutdown(SocketShutdown.Send);
            while (await socket.ReceiveAsync(dropped, SocketFlags.None, deadline.Token) > 0)
            {
            }
        }
        catch (Exception end) when (end is SocketException or OperationCanceledException)
        {
            Trace?.Step($"close  {end.Message}", "RFC 9112 §9.6");
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(dropped);
        }
    }
}
