using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using ConformanceKit.Model;
using ConformanceKit.Origins;
using ConformanceKit.Wire;

namespace ConformanceKit.ScriptedProxies;

/// <summary>A request that a client sent to a scripted proxy.</summary>
/// <param name="Connection">On which of the proxy's connections; 1 is the first.</param>
/// <param name="Request">The request with its body.</param>
public sealed record ProxyRequest(int Connection, WireRequest Request);

/// <summary>A proxy that does one thing, which a client has to cope with. Made by <see cref="ScriptedProxyFactory"/>.</summary>
public sealed class ScriptedProxy : IAsyncDisposable
{
    // A client that tries again and again must not fill the memory. Those that follow wait in the kernel, unanswered.
    private const int MostConnections = 200;

    private readonly Behaviour _behaviour;
    private readonly Socket? _listener;
    private readonly Origin? _origin;
    private readonly Transcript _transcript;
    private readonly Waits _waits;
    private readonly CancellationTokenSource _ending;
    private readonly ConcurrentQueue<ProxyRequest> _requests = [];
    private readonly ConcurrentQueue<WireConnection> _connections = [];
    private readonly ConcurrentQueue<Task> _serving = [];
    private readonly ConcurrentQueue<Http2ProxyRequest> _streams = [];
    private readonly ConcurrentQueue<string> _protocols = [];
    private readonly ConcurrentQueue<Exception> _faults = [];
    private readonly TaskCompletionSource _connected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _accepting = Task.CompletedTask;
    private int _dialled;
    private int _disposed;

    internal ScriptedProxy(
        Behaviour behaviour, OriginPlace place, Origin? origin, Transcript transcript, Waits waits, CancellationToken over)
        : this(behaviour, origin, transcript, waits, over)
    {
        _listener = OriginPort.Bind(place.Address, place.Ports);
        EndPoint = (IPEndPoint)_listener.LocalEndPoint!;
        Host = place.Host;
        OriginPort.Listen(_listener, backlog: 512);
        transcript.Record("proxy", WireEvent.Note, $"the scripted proxy {behaviour.Name} listens on port {EndPoint.Port}");
        _accepting = AcceptAsync(_listener);
    }

    /// <summary>The same on one connection alone, which somebody else has accepted.</summary>
    /// <param name="behaviour">What it does.</param>
    /// <param name="client">The connection.</param>
    /// <param name="number">Which of the proxy's connections it is: 1 is the first.</param>
    /// <param name="transcript">Where everything is recorded.</param>
    /// <param name="waits">The time limits of all waits.</param>
    /// <param name="over">The end of it.</param>
    internal ScriptedProxy(
        Behaviour behaviour, Socket client, int number, Transcript transcript, Waits waits, CancellationToken over)
        : this(behaviour, null, transcript, waits, over)
    {
        EndPoint = (IPEndPoint)client.LocalEndPoint!;
        Host = EndPoint.Address.ToString();
        _accepting = ServeAsync(Accepted(client), number);
    }

    private ScriptedProxy(Behaviour behaviour, Origin? origin, Transcript transcript, Waits waits, CancellationToken over)
    {
        (_behaviour, _origin, _transcript, _waits) = (behaviour, origin, transcript, waits);
        _ending = CancellationTokenSource.CreateLinkedTokenSource(over);
    }

    /// <summary>Where it listens.</summary>
    public IPEndPoint EndPoint { get; } = new(IPAddress.None, 0);

    /// <summary>The name or address under which the client reaches it.</summary>
    public string Host { get; } = "";

    /// <summary>Its URI, as clients are told it: <c>http://HOST:PORT</c>, or <c>https</c> if they speak TLS to it.</summary>
    public string Uri => $"{(_behaviour.Certificate is null ? "http" : "https")}://{Host}:{EndPoint.Port}";

    /// <summary>The requests so far, in the order in which they were read.</summary>
    public IReadOnlyList<ProxyRequest> Requests => [.. _requests];

    /// <summary>The requests on streams of HTTP/2 so far.</summary>
    public IReadOnlyList<Http2ProxyRequest> Streams => [.. _streams];

    /// <summary>The CONNECT requests so far.</summary>
    public IReadOnlyList<WireRequest> Connects =>
        [.. _requests.Select(one => one.Request).Where(request => request.Method == "CONNECT")];

    /// <summary>The connections so far; below TLS if clients speak TLS to the proxy.</summary>
    public IReadOnlyList<WireConnection> Connections => [.. _connections];

    /// <summary>How many connections clients have made.</summary>
    public int ConnectionCount => _connections.Count;

    /// <summary>Completes when the first client has connected.</summary>
    internal Task Connected => _connected.Task;

    /// <summary>How many connections it has made to the origin.</summary>
    public int DialCount => Volatile.Read(ref _dialled);

    /// <summary>
    /// Whether a client sent something behind a request without having the response that it has to wait for. What it sent last
    /// may still be on its way: <see cref="SettleAsync"/> waits for that.
    /// </summary>
    public bool HasSeenMore { get; internal set; }

    /// <summary>What ALPN agreed on in each TLS connection to it, an empty name for none; its own protocol is http/1.1.</summary>
    public IReadOnlyList<string> Protocols => [.. _protocols];

    /// <summary>Completes when the connection is over, of a proxy that has one alone.</summary>
    internal Task Ended => _accepting;

    /// <summary>Throws if the behaviour itself failed.</summary>
    /// <exception cref="HarnessException">It did.</exception>
    internal void ThrowIfFaulted()
    {
        if (_faults.FirstOrDefault() is { } fault)
            throw new HarnessException($"The scripted proxy {_behaviour.Name} failed: {fault.Message}", fault);
    }

    /// <summary>Dials the origin. That is not recorded here, since the origin records it.</summary>
    internal async Task<Socket> DialAsync(CancellationToken cancel)
    {
        var origin = (_behaviour.Origins is { } choose && _requests.LastOrDefault() is { } last ? choose(last.Request) : _origin)
            ?? throw new HarnessException($"The scripted proxy {_behaviour.Name} has no origin.");
        var socket = new Socket(origin.Address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        Interlocked.Increment(ref _dialled);
        await socket.ConnectAsync(new IPEndPoint(origin.Address, origin.Port), cancel);
        return socket;
    }

    /// <summary>Waits until everything that came has been read: until its connections are over, or <see cref="Waits.Reply"/>.
    /// </summary>
    /// <returns>Completes when they are over, or after that time.</returns>
    public async Task SettleAsync()
    {
        try
        {
            await Task.WhenAll(_serving).WaitAsync(_waits.Reply, _ending.Token);
        }
        catch (TimeoutException)
        {
            // The client keeps a connection open, and has said all there is to say.
        }
    }

    /// <summary>Keeps a request for the scenario.</summary>
    internal void Remember(ProxyConnection connection, WireRequest request) =>
        _requests.Enqueue(new(connection.Number, request));

    /// <summary>Keeps a request on a stream for the scenario.</summary>
    internal void Remember(Http2ProxyRequest request) => _streams.Enqueue(request);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        // A scenario may close it before the end, as a proxy that is down.
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
            return;
        await _ending.CancelAsync();
        _listener?.Dispose();
        await _accepting;
        try
        {
            await Task.WhenAll(_serving).WaitAsync(_waits.Reply);
        }
        catch (TimeoutException fault)
        {
            throw new HarnessException($"The behaviour {_behaviour.Name} did not end with its scenario.", fault);
        }
        finally
        {
            foreach (var connection in _connections)
                await connection.DisposeAsync();
            _ending.Dispose();
        }
    }

    private WireConnection Accepted(Socket socket)
    {
        var connection = WireConnection.AcceptedByProxy(socket, _transcript, _waits, _ending.Token);
        _connections.Enqueue(connection);
        _connected.TrySetResult();
        return connection;
    }

    private async Task AcceptAsync(Socket listener)
    {
        try
        {
            for (var number = 1; number <= MostConnections; number++)
            {
                var connection = Accepted(await listener.AcceptAsync(_ending.Token));
                var turn = number;
                _serving.Enqueue(Task.Run(() => ServeAsync(connection, turn), CancellationToken.None));
            }
        }
        catch (Exception) when (_ending.IsCancellationRequested)
        {
            // The scenario is over.
        }
    }

    private async Task ServeAsync(WireConnection connection, int number, bool isHttp2)
    {
        if (!isHttp2)
        {
            await _behaviour.ServeAsync(new(this, connection, number, _ending.Token));
            return;
        }

        using var streams = new Http2ProxyConnection(
            this, _behaviour.Http2Settings, connection, number, _ending.Token);
        var reading = streams.ReadAllAsync();
        await _behaviour.ServeHttp2Async!(streams);
        connection.ShutdownSend();
        await reading;
    }

    private async Task ServeAsync(WireConnection connection, int number)
    {
        try
        {
            // 1. TLS first, if clients speak TLS to it. One that refuses the certificate is gone.
            if (_behaviour.Certificate is { } certificate)
            {
                if (await ProxyTls.AcceptAsync(
                    connection, certificate, Host, _behaviour.ServeHttp2Async is not null, _ending.Token) is { } tls)
                {
                    _protocols.Enqueue(tls.Protocol);
                    await using var inside = tls.Inside;
                    await ServeAsync(inside, number, isHttp2: tls.Protocol == "h2");
                }
            }
            else
            {
                await ServeAsync(connection, number, isHttp2: false);
            }

        }
        catch (Exception end) when (end is RequirementBrokenException or OperationCanceledException or IOException
            or SocketException or AuthenticationException or ObjectDisposedException)
        {
            // The client is gone, or sent something else than a request, which is in the evidence; or the scenario is over.
        }
        catch (Exception fault)
        {
            _faults.Enqueue(fault);
        }
        finally
        {
            // 2. The end, in order, unless the behaviour chose another one.
            await connection.DisposeAsync();
        }
    }
}
