using System.Collections.Concurrent;
using ConformanceKit.ReferenceProxy.Explaining;
using ConformanceKit.ReferenceProxy.Recording;

namespace ConformanceKit.ReferenceProxy.Tests.Support;

/// <summary>Gives each test its own proxy, an origin, and a client.</summary>
internal abstract class ProxyTest
{
    private readonly List<string> _log = [];
    private readonly ConcurrentBag<Peer> _peers = [];
    private ProxyServer? _proxy;

    protected static readonly TimeSpan Short = TimeSpan.FromMilliseconds(600);

    protected Origin Origin { get; } = new();

    /// <summary>Whether so much is sent that recording it would take longer than anything else. Set before the proxy starts.</summary>
    protected bool IsBulk { get; set; }

    protected bool IsStarted => _proxy is not null;

    protected ProxyServer Proxy => _proxy ?? StartProxy(o => o);

    protected IReadOnlyList<string> Log
    {
        get
        {
            lock (_log)
                return [.. _log];
        }
    }

    [TearDown]
    public async Task StopAsync()
    {
        Origin.Dispose();
        foreach (var peer in _peers)
            peer.Dispose();
        if (_proxy is not null)
            await _proxy.DisposeAsync();
        Log.Should().NotContain(line => line.Contains("internal error"));
    }

    protected ProxyServer StartProxy(Func<ProxyOptions, ProxyOptions> change)
    {
        var options = change(new ProxyOptions { LingerTimeout = TimeSpan.FromSeconds(1) });
        return _proxy = ProxyServer.Start(options with { Log = Write, Trace = Trace(options) });
    }

    protected async Task<Peer> DialAsync() => Keep(await Peer.DialAsync(Proxy.EndPoint));

    protected string ConnectRequest(string extra = "") =>
        $"CONNECT {Origin.Authority} HTTP/1.1\r\nHost: {Origin.Authority}\r\n{extra}\r\n";

    protected string Get(string path = "/x", string extra = "", string method = "GET") =>
        $"{method} http://{Origin.Authority}{path} HTTP/1.1\r\nHost: {Origin.Authority}\r\n{extra}\r\n";

    /// <summary>Opens a tunnel; returns the client's end and the origin's.</summary>
    protected async Task<(Peer Client, Peer Peer)> TunnelAsync()
    {
        var client = await DialAsync();
        await client.SendAsync(ConnectRequest());
        (await client.ReadHeadAsync()).Should().StartWith("HTTP/1.1 200 ");
        return (client, Keep(await Origin.AcceptAsync()));
    }

    /// <summary>Sends one request; returns the client, the origin's end, and the head that reached the origin.</summary>
    protected async Task<(Peer Client, Peer Peer, string Head)> ForwardAsync(string request)
    {
        var client = await DialAsync();
        await client.SendAsync(request);
        var peer = Keep(await Origin.AcceptAsync());
        return (client, peer, await peer.ReadHeadAsync());
    }

    /// <summary>Sends bytes that must be refused before anything is dialled; returns the whole answer, up to FIN.</summary>
    protected async Task<string> RefusedAsync(string bytes)
    {
        using var client = await DialAsync();
        await client.SendAsync(bytes);
        var answer = await client.ReadToFinAsync();
        Origin.HasBeenDialled.Should().BeFalse();
        return answer;
    }

    // The finalizer would close a connection that is no longer referenced, in the middle of a test.
    protected Peer Keep(Peer peer)
    {
        _peers.Add(peer);
        return peer;
    }

    private Func<long, Action<ExchangeEvent>>? Trace(ProxyOptions options) =>
        IsBulk ? null : options.Trace ?? new TraceLines(Write).Of;

    private void Write(string line)
    {
        lock (_log)
            _log.Add(line);
    }
}
