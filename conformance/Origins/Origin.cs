using System.Net;
using System.Net.Sockets;
using System.Runtime.ExceptionServices;
using ConformanceKit.Model;
using ConformanceKit.Wire;

namespace ConformanceKit.Origins;

/// <summary>A server that a scenario makes the proxy connect to. Created by <see cref="OriginFactory"/>.</summary>
public class Origin : IAsyncDisposable
{
    private readonly Socket _socket;
    private Acceptor? _acceptor;
    private readonly TlsLayer? _tls;
    private bool _disposed;

    internal Origin(string host, Socket socket, Acceptor? acceptor, TlsLayer? tls = null)
    {
        (Host, _socket, _acceptor, _tls) = (host, socket, acceptor, tls);
        var endPoint = (IPEndPoint)socket.LocalEndPoint!;
        (Address, Port) = (endPoint.Address, endPoint.Port);
    }

    /// <summary>The name or address under which the proxy reaches it, without brackets.</summary>
    public string Host { get; }

    /// <summary>The address on which it listens.</summary>
    public IPAddress Address { get; }

    /// <summary>Its port.</summary>
    public int Port { get; }

    /// <summary>Host and port as in a CONNECT target and a Host field, an IPv6 address in brackets.</summary>
    public string Authority => Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]:{Port}" : $"{Host}:{Port}";

    /// <summary>
    /// How many connections the proxy has made. To prove that there was none, use <see cref="SentinelAsync"/>: the kernel may
    /// have established a connection that has not been accepted yet.
    /// </summary>
    public int ConnectionCount => _acceptor?.ConnectionCount ?? 0;

    /// <summary>The beginning of what the proxy sent, as far as a script has read it; empty if it sent nothing.</summary>
    internal string ReceivedStart => _acceptor?.ReceivedStart ?? "";

    /// <summary>The openings of the proxy's connections, for a failure to point at.</summary>
    internal IEnumerable<Mark> Openings => _acceptor?.Connections.SelectMany(connection => connection.Opening) ?? [];

    /// <summary>Everything that the proxy sent, for a failure to point at.</summary>
    internal IEnumerable<Mark> Arrivals => _acceptor?.Connections.SelectMany(connection => connection.Arrivals) ?? [];

    /// <summary>The failures of its connections' scripts so far.</summary>
    public virtual IReadOnlyList<Exception> Faults => _acceptor?.Faults ?? [];

    /// <summary>The TLS side of an origin that speaks TLS.</summary>
    /// <exception cref="HarnessException">The origin does not speak TLS.</exception>
    public TlsLayer Tls => _tls ?? throw new HarnessException($"The origin {Authority} does not speak TLS.");

    /// <summary>An <c>http</c> URI at this origin.</summary>
    /// <param name="path">Path and query, with the leading slash; may be empty.</param>
    /// <returns>The URI.</returns>
    public string Http(string path) => $"http://{Authority}{path}";

    /// <summary>An <c>https</c> URI at this origin.</summary>
    /// <param name="path">Path and query, with the leading slash; may be empty.</param>
    /// <returns>The URI.</returns>
    public string Https(string path) => $"https://{Authority}{path}";

    /// <summary>
    /// Waits for the next connection from the proxy. If the origin has no script, the scenario reads and writes on it; otherwise
    /// the scenario may only inspect it. The origin disposes it in the end.
    /// </summary>
    /// <param name="cancel">Ends the waiting; by default the scenario's end does.</param>
    /// <returns>The connection.</returns>
    /// <exception cref="RequirementBrokenException"><c>origin-not-contacted</c>: none came in time.</exception>
    public async Task<WireConnection> NextConnectionAsync(CancellationToken cancel = default)
    {
        try
        {
            return await Listening.NextAsync(Listening.EndOf(cancel));
        }
        catch (TimeoutException)
        {
            throw new RequirementBrokenException(
                ReasonIds.OriginNotContacted, $"expected a connection from the proxy to {Authority}, but none came in time")
            {
                Marks = [Missing("waited in vain for a connection")],
            };
        }
    }

    /// <summary>
    /// Proves what the proxy did not do, without sleeping: the harness opens its own connection, which is neither counted nor
    /// recorded, and waits until it is accepted. Every connection that was established earlier has been accepted by then.
    /// </summary>
    /// <param name="cancel">Ends the waiting; by default the scenario's end does.</param>
    /// <returns>How many connections the proxy has made.</returns>
    public async Task<int> SentinelAsync(CancellationToken cancel = default)
    {
        await Listening.SentinelAsync(Listening.EndOf(cancel));
        return ConnectionCount;
    }

    /// <summary>
    /// Proves that the proxy forwarded nothing, even if it connected before it decided: after <see cref="SentinelAsync"/>, the
    /// connections that are still open are watched for <see cref="Waits.Quiet"/>. Needs an origin with a script that reads.
    /// </summary>
    /// <param name="cancel">Ends the waiting; by default the scenario's end does.</param>
    /// <returns>How many bytes the proxy has sent.</returns>
    public Task<long> ReceivedAsync(CancellationToken cancel = default) => Listening.ReceivedAsync(Listening.EndOf(cancel));

    /// <summary>Waits until the scripts of all connections so far have ended, and throws their first failure.</summary>
    /// <param name="cancel">Ends the waiting; by default the scenario's end does.</param>
    /// <returns>Completes when all have ended without a failure.</returns>
    /// <exception cref="RequirementBrokenException">The proxy broke a script; or <c>bytes-timeout</c>: a script is
    /// still waiting.</exception>
    /// <exception cref="HarnessException">A script failed through no fault of the proxy.</exception>
    public async Task FinishedAsync(CancellationToken cancel = default)
    {
        try
        {
            await Listening.ScriptsEndedAsync(Listening.EndOf(cancel));
        }
        catch (TimeoutException)
        {
            throw new RequirementBrokenException(
                ReasonIds.BytesTimeout,
                $"expected the origin {Authority} to be done with its connections, but it is still waiting for the proxy")
            {
                Marks = [Missing("still waits for the proxy")],
            };
        }

        if (Faults is [var first, ..])
            ExceptionDispatchInfo.Throw(first);
    }

    /// <summary>Ends the scripts, closes all connections in order, and stops listening.</summary>
    /// <returns>Completes when all is closed.</returns>
    public async ValueTask DisposeAsync()
    {
        if (!Interlocked.Exchange(ref _disposed, true))
            await DisposeCoreAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Records that something has not come, so that a failure can point at where it should have.</summary>
    internal EventMark Missing(string what) => Listening.Note($"port {Port} {what}");

    /// <summary>Begins to accept connections, for an origin that did not do so from the start.</summary>
    private protected void Begin(Acceptor acceptor) => _acceptor = acceptor;

    /// <summary>Ends what a derived origin adds, then the origin itself.</summary>
    /// <returns>Completes when all is closed.</returns>
    private protected virtual async ValueTask DisposeCoreAsync()
    {
        if (_acceptor is not null)
            await _acceptor.DisposeAsync();
        _socket.Dispose();
    }

    private protected Acceptor Listening =>
        _acceptor ?? throw new HarnessException($"The origin {Authority} accepts no connections.");
}
