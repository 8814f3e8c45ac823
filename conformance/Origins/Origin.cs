using System.Net;
using System.Net.Sockets;
using System.Runtime.ExceptionServices;
using ConformanceKit.Model;
using ConformanceKit.Wire;

namespace ConformanceKit.Origins;

/// <summary>A server that a scenario has the proxy connect to. Made by <see cref="OriginFactory"/>.</summary>
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

    /// <summary>Host and port as a CONNECT target and a Host field have them, an IPv6 address in brackets.</summary>
    public string Authority => Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]:{Port}" : $"{Host}:{Port}";

    /// <summary>
    /// How many connections the proxy has made. To prove that one is missing, ask <see cref="SentinelAsync"/>: a connection that
    /// the kernel established may not have been accepted yet.
    /// </summary>
    public int ConnectionCount => _acceptor?.ConnectionCount ?? 0;

    /// <summary>The beginning of what the proxy sent, as far as a script has read it; empty where it sent nothing.</summary>
    internal string ReceivedStart => _acceptor?.ReceivedStart ?? "";

    /// <summary>What went wrong in the scripts of its connections so far.</summary>
    public virtual IReadOnlyList<Exception> Faults => _acceptor?.Faults ?? [];

    /// <summary>The TLS side of an origin that speaks TLS.</summary>
    /// <exception cref="HarnessException">It does not.</exception>
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
    /// Waits for the next connection of the proxy. Where the origin has no script, the scenario speaks on it; otherwise it is
    /// only to be looked at. The origin disposes it in the end.
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
                ReasonIds.OriginNotContacted, $"expected a connection of the proxy to {Authority}, but none came in time");
        }
    }

    /// <summary>
    /// Proves what the proxy did not do, without sleeping: the harness makes a connection of its own, which is neither counted
    /// nor recorded, and waits until it is accepted. Every connection that was established before has been accepted by then.
    /// </summary>
    /// <param name="cancel">Ends the waiting; by default the scenario's end does.</param>
    /// <returns>How many connections the proxy has made.</returns>
    public async Task<int> SentinelAsync(CancellationToken cancel = default)
    {
        await Listening.SentinelAsync(Listening.EndOf(cancel));
        return ConnectionCount;
    }

    /// <summary>
    /// Proves that the proxy forwarded nothing, even where it had connected before it decided: after <see cref="SentinelAsync"/>,
    /// connections that are still open are watched for <see cref="Waits.Quiet"/>. For an origin with a script, which reads.
    /// </summary>
    /// <param name="cancel">Ends the waiting; by default the scenario's end does.</param>
    /// <returns>How many bytes the proxy has sent.</returns>
    public Task<long> ReceivedAsync(CancellationToken cancel = default) => Listening.ReceivedAsync(Listening.EndOf(cancel));

    /// <summary>Waits until the scripts of all connections so far have ended, and throws what went wrong in them.</summary>
    /// <param name="cancel">Ends the waiting; by default the scenario's end does.</param>
    /// <returns>When all have ended well.</returns>
    /// <exception cref="RequirementBrokenException">The proxy broke a script; or <c>bytes-timeout</c>: a script still
    /// waits.</exception>
    /// <exception cref="HarnessException">A script failed by itself.</exception>
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
                $"expected the origin {Authority} to be done with its connections, but it still waits for the proxy");
        }

        if (Faults is [var first, ..])
            ExceptionDispatchInfo.Throw(first);
    }

    /// <summary>Ends the scripts, closes all connections in order, and stops listening.</summary>
    /// <returns>When all is closed.</returns>
    public async ValueTask DisposeAsync()
    {
        if (!Interlocked.Exchange(ref _disposed, true))
            await DisposeCoreAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Begins to accept, where it did not from the start.</summary>
    private protected void Begin(Acceptor acceptor) => _acceptor = acceptor;

    /// <summary>Ends what a kind of origin adds, then the origin.</summary>
    /// <returns>When all is closed.</returns>
    private protected virtual async ValueTask DisposeCoreAsync()
    {
        if (_acceptor is not null)
            await _acceptor.DisposeAsync();
        _socket.Dispose();
    }

    private protected Acceptor Listening =>
        _acceptor ?? throw new HarnessException($"The origin {Authority} accepts no connections.");
}
