using System.Diagnostics;
using System.Net;
using ConformanceKit.ReferenceProxy.Connections;
using ConformanceKit.ReferenceProxy.Http;
using ConformanceKit.ReferenceProxy.Recording;

namespace ConformanceKit.ReferenceProxy;

/// <summary>What happens to the client's connection after a request.</summary>
internal enum AfterRequest
{
    /// <summary>The next request is read from it (RFC 9112 §9.3).</summary>
    KeepOpen,

    /// <summary>
    /// FIN is sent, and reading goes on for a moment so that the response is not lost to a RST (RFC 9112 §9.6).
    /// </summary>
    Linger,

    /// <summary>It is closed at once, without reading on.</summary>
    Close,

    /// <summary>It is closed with RST.</summary>
    Reset,
}

/// <summary>The client's side of a connection: what arrives, what is sent, how it is closed, what is logged about it.</summary>
internal sealed class Client(
    Connection connection, ProxyOptions options, string challenge, Tracer? trace, Shutdown shutdown) : IDisposable
{
    private long _requestStarted = Stopwatch.GetTimestamp();

    /// <summary>The connection.</summary>
    public Connection Connection => connection;

    /// <summary>What has been received.</summary>
    public ByteReader Reader { get; } = new(connection);

    /// <summary>The time within which something has to happen.</summary>
    public Deadline Deadline { get; } = new(shutdown.Aborting);

    /// <summary>Records the exchange; null if it is not traced.</summary>
    public Tracer? Trace => trace;

    /// <summary>How responses are written to it.</summary>
    public IResponseSyntax Syntax { get; init; } = new ResponseText(connection);

    /// <summary>Whether the proxy is about to stop, and how soon.</summary>
    public Shutdown Shutdown => shutdown;

    /// <summary>The client's address.</summary>
    public IPEndPoint Address { get; } = connection.Remote;

    /// <summary>Whether clients at this address are served.</summary>
    public bool IsAllowed =>
        options.AllowedClients is not { } allowed || allowed.Any(network => network.Contains(Address.Address));

    /// <summary>The same client on one of the streams of its connection.</summary>
    public Client On(Connection stream, IResponseSyntax syntax) =>
        new(stream, options, challenge, trace, shutdown) { Syntax = syntax };

    /// <summary>Starts the clock of a request, for its log line.</summary>
    public void StartRequest() => _requestStarted = Stopwatch.GetTimestamp();

    /// <summary>
    /// Whether another request may follow on this connection; nothing else decides that (RFC 9112 §9.3). None may follow CONNECT,
    /// answered or refused, because whatever comes next is meant for the tunnel (RFC 9931 §8).
    /// </summary>
    /// <param name="request">The last request.</param>
    /// <param name="isRead">Whether all of its content has been read; what is left would be taken for the next request.</param>
    public bool MayAskAgain(Request request, bool isRead) =>
        request.IsPersistent && request.Method != "CONNECT" && isRead && !shutdown.Draining.IsCancellationRequested;

    /// <summary>The same, before anything of the content has been read.</summary>
    public bool MayAskAgain(Request request) => MayAskAgain(request, isRead: !request.Framing.HasContent);

    /// <summary>
    /// Sends bytes that this proxy composed; gives up on a client that does not take them within the idle timeout.
    /// </summary>
    public ValueTask SendAsync(ReadOnlyMemory<byte> bytes) =>
        connection.SendAsync(bytes, connection, Deadline.In(options.IdleTimeout));

    /// <summary>Sends a complete response that this proxy composed, or the head of one that begins a tunnel.</summary>
    public ValueTask SendAsync(ResponseHead head, ReadOnlyMemory<byte> content = default) =>
        Syntax.SendAsync(head, content, connection, Deadline.In(options.IdleTimeout));

    /// <summary>Answers a request that is not served, and returns what happens to the connection.</summary>
    /// <param name="reason">Why it is not served.</param>
    /// <param name="line">The request line, if there was one.</param>
    /// <param name="mayAskAgain">Whether another request may follow.</param>
    public async Task<AfterRequest> RejectAsync(RejectionReason reason, RequestLine? line, bool mayAskAgain)
    {
        var rejection = Rejection.For(reason);
        var (head, content) = ErrorResponse.Compose(
            rejection, options.Name, rejection.Status == 407 ? challenge : null, !mayAskAgain, line?.Method == "HEAD");
        Trace?.Note($"rejects: {reason}: {rejection.Text} [{rejection.Clause}]");
        Log(line, rejection.Status, $"{reason}", 0, content.Length);
        await SendAsync(head, content);
        return mayAskAgain ? AfterRequest.KeepOpen : AfterRequest.Linger;
    }

    /// <summary>Closes the connection.</summary>
    public async Task CloseAsync(AfterRequest after)
    {
        if (after == AfterRequest.Reset)
            connection.Abort();
        if (after == AfterRequest.Linger)
            await connection.LingerAsync(Deadline.In(options.LingerTimeout));
        connection.Dispose();
    }

    /// <summary>Writes the log line of a request.</summary>
    /// <param name="request">What the client asked for, such as a request line; null if nothing could be read.</param>
    /// <param name="status">The answer's status, or the code of its protocol.</param>
    /// <param name="outcome">What became of it.</param>
    /// <param name="up">Bytes of content towards the origin.</param>
    /// <param name="down">Bytes of content towards the client.</param>
    public void Log(object? request, int status, string outcome, long up = 0, long down = 0) => options.Log?.Invoke(
        $"{DateTimeOffset.UtcNow:yyyy-MM-ddTHH:mm:ss.fffZ} {Address} \"{request ?? "-"}\" {status} "
        + $"{up} up {down} down {Stopwatch.GetElapsedTime(_requestStarted).TotalMilliseconds:F0} ms {outcome}");

    /// <inheritdoc/>
    public void Dispose()
    {
        Reader.Dispose();
        connection.Dispose();
        Deadline.Dispose();
    }
}
