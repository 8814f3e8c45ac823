using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using ConformanceKit.Model;
using ConformanceKit.ReferenceProxy;
using ConformanceKit.ReferenceProxy.Dialling;
using ConformanceKit.UnderTest;

namespace ConformanceKit.Mutants;

/// <summary>A proxy with exactly one rule broken: the reference with a flaw around it.</summary>
internal sealed class MutantProxy : ProxyUnderTest
{
    // The time that connections have to end when the proxy ends.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private static readonly List<SslApplicationProtocol> s_http11 = [SslApplicationProtocol.Http11];
    private static readonly List<SslApplicationProtocol> s_all = [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11];

    private readonly Mutant _mutant;
    private readonly LastLines _log = new();
    private readonly ConcurrentQueue<Exception> _faults = new();
    private readonly ConcurrentDictionary<string, ProxyOptions> _options = [];
    private readonly ConcurrentDictionary<string, Socket> _listeners = [];
    private readonly ConcurrentBag<Task> _running = [];
    private readonly CancellationTokenSource _ending = new();
    private readonly Lock _gate = new();
    private CancellationTokenSource _life = new();
    private readonly SemaphoreSlim _handshakes = new(1);
    private readonly StartOnce _start;
    private Func<ProxyOptions, ProxyOptions> _change = options => options;

    /// <summary>A mutant that starts on first use.</summary>
    public MutantProxy(Mutant mutant)
    {
        _mutant = mutant;
        _start = new StartOnce(_ => Task.FromResult(ReferenceSetup.Start(Listen, _log.Add)));
    }

    /// <inheritdoc/>
    public override string Name => KnownProxies.MutantPrefix + _mutant.Name;

    /// <inheritdoc/>
    public override IReadOnlySet<string> Features => ReferenceSetup.Features;

    /// <summary>The failures of the flaw itself.</summary>
    public IReadOnlyCollection<Exception> Faults => _faults;

    /// <inheritdoc/>
    public override Task<RunningSubject> StartAsync(CancellationToken cancel) => _start.GetAsync(cancel);

    /// <summary>The listener of a name, whose address says nothing: no such listener is opened.</summary>
    /// <param name="name">One of <see cref="ListenerNames"/>.</param>
    public static Listener? Listener(string name) =>
        ReferenceSetup.Start((_, _) => new(IPAddress.None, 0), _ => { }).Find(name);

    /// <summary>Serves one connection, which somebody else has accepted, as the listener of a name would.</summary>
    /// <param name="name">One of <see cref="ListenerNames"/>.</param>
    /// <param name="client">The connection.</param>
    public Task ServeAsync(string name, Socket client)
    {
        var serving = Task.CompletedTask;
        ReferenceSetup.Start(
            (listener, options) =>
            {
                if (listener == name)
                    serving = ServeAsync(name, client, options with { Http2 = ListenerNames.IsHttp2(name) }, _life.Token);
                return new(IPAddress.None, 0);
            },
            _log.Add);
        _running.Add(serving);
        return serving;
    }

    /// <inheritdoc/>
    public override async Task<RunningSubject?> RestartAsync(CancellationToken cancel)
    {
        var running = await StartAsync(cancel);
        lock (_gate)
        {
            _life.Dispose();
            _life = CancellationTokenSource.CreateLinkedTokenSource(_ending.Token);
        }

        foreach (var (name, options) in _options)
            Listen(name, running.Listeners[name].EndPoint, options);
        return running;
    }

    /// <inheritdoc/>
    public override Task<string> ReadLogAsync(CancellationToken cancel) => Task.FromResult(_log.ToString());

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await _start.DisposeAsync();
        await _ending.CancelAsync();
        EndProgram();
        try
        {
            await Task.WhenAll(_running).WaitAsync(s_patience);
        }
        catch (TimeoutException)
        {
            Fault(new HarnessException($"The flaw of {Name} did not end with its proxy: set a limit to its waits."));
        }
        _ending.Dispose();
        _life.Dispose();
        _handshakes.Dispose();
    }

    /// <inheritdoc/>
    internal override bool TryChange(Func<ProxyOptions, ProxyOptions> change)
    {
        _change = change;
        return true;
    }

    private IPEndPoint Listen(string name, ProxyOptions options)
    {
        _options[name] = options;
        return Listen(name, new(IPAddress.Loopback, 0), options);
    }

    private IPEndPoint Listen(string name, IPEndPoint place, ProxyOptions options)
    {
        var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        _listeners[name] = listener;
        listener.Bind(place);
        listener.Listen(512);
        var front = (IPEndPoint)listener.LocalEndPoint!;

        // The reference behind it cannot know that this address is its own (RFC 9110 §7.6). At the listeners for HTTP/1 it
        // speaks nothing else: a flaw edits messages of HTTP/1 there.
        _running.Add(AcceptAsync(name, listener, options with
        {
            Denied = [.. options.Denied, DenyRule.Parse(front.ToString())],
            Http2 = ListenerNames.IsHttp2(name),
        }));
        return front;
    }

    private async Task AcceptAsync(string name, Socket listener, ProxyOptions options)
    {
        var ending = _life.Token;
        try
        {
            while (true)
            {
                var client = await listener.AcceptAsync(ending);
                client.NoDelay = true;
                _running.Add(Task.Run(() => ServeAsync(name, client, options, ending)));
            }
        }
        catch (Exception end) when (end is OperationCanceledException || LegRelay.IsEnd(end))
        {
            // The mutant is ending.
        }
    }

    private async Task ServeAsync(string name, Socket client, ProxyOptions options, CancellationToken ending)
    {
        var flaw = CreateFlaw(name);
        if (!ListenerNames.IsTls(name) || flaw.Handler is not null)
        {
            await new MutantConnection(client, flaw, ReferenceSetup.Also(name, options), Fault)
            {
                IsHttp2 = ListenerNames.IsHttp2(name),
            }.RunAsync(ending);
            return;
        }

        // Behind its TLS, a mutant is like any other, except that only ALPN makes it speak HTTP/2 (RFC 9113 §3.3).
        try
        {
            using var closing = ending.Register(client.Dispose);
            var protocols = ListenerNames.IsHttp2(name) ? s_all : s_http11;
            if (await TlsFront.OpenAsync(client, flaw.InTls, protocols, _handshakes, ending) is not { } front)
                return;
            await new MutantConnection(front.Inside, flaw, options with { Http2 = options.Http2 && front.IsHttp2 }, Fault)
            {
                IsHttp2 = front.IsHttp2,
            }.RunAsync(ending);
            await front.Relaying;
        }
        catch (Exception end) when (end is OperationCanceledException or IOException || LegRelay.IsEnd(end))
        {
            // The client is gone, or the mutant is ending.
        }
    }

    // The change comes after the flaw's own, so that it also holds for a flaw that dials in its own way.
    private Flaw CreateFlaw(string listener)
    {
        var flaw = _mutant.CreateFlaw();
        flaw.EndProgram = EndProgram;
        return (flaw.IsOn(listener) ? flaw : new Flaw()).Options(_change);
    }

    // As a kernel does for a program that ends.
    private void EndProgram()
    {
        foreach (var listener in _listeners.Values)
            listener.Dispose();
        lock (_gate)
            _life.Cancel();
    }

    private void Fault(Exception fault)
    {
        _faults.Enqueue(fault);
        _log.Add($"the flaw failed: {fault}");
    }
}
