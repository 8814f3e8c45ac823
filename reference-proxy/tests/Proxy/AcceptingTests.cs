using ConformanceKit.ReferenceProxy.Connections;
using ConformanceKit.ReferenceProxy.Recording;

namespace ConformanceKit.ReferenceProxy.Tests.Proxy;

/// <summary>A client does not hold up those that connect after it, whatever it has sent.</summary>
internal sealed class AcceptingTests
{
    private readonly Steps _steps = new();
    private readonly List<Peer> _clients = [];
    private readonly List<string> _served = [];
    private int _accepted;
    private TimeSpan _each;
    private ProxyServer _proxy = null!;

    [SetUp]
    public void Start() => _proxy = _steps.Begin(() => ProxyServer.Start(new ProxyOptions { Log = _served.Add, Trace = Accept }));

    [TearDown]
    public async Task StopAsync()
    {
        _clients.ForEach(client => client.Dispose());
        var stopped = _steps.Begin(() => _proxy.StopAsync(TimeSpan.Zero));
        _steps.TakeUntil(() => stopped.IsCompleted);
        await _proxy.DisposeAsync();
    }

    [Test]
    public async Task Accepting_never_runs_a_connection()
    {
        await DialAsync(3);

        _steps.TakeOne();
        _accepted.Should().BePositive();
        _served.Should().BeEmpty("what they have sent is not read before others have had their turns");

        _steps.TakeUntil(() => _served.Count == _clients.Count);
    }

    [Test]
    public async Task Accepting_gives_way()
    {
        _each = 2 * Turn.Most;
        await DialAsync(10);

        _steps.TakeOne();
        _accepted.Should().BeInRange(1, _clients.Count - 1, "it takes longer than a turn to accept all of them");

        _steps.TakeUntil(() => _served.Count == _clients.Count);
    }

    /// <summary>Connects clients and sends a request from each before any of them is accepted.</summary>
    private async Task DialAsync(int count)
    {
        for (var i = 0; i < count; i++)
        {
            _clients.Add(await Peer.DialAsync(_proxy.EndPoint));
            await _clients[^1].SendAsync("OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n");
        }
    }

    private Action<ExchangeEvent> Accept(long number)
    {
        _accepted++;
        Thread.Sleep(_each);
        return _ => { };
    }
}
