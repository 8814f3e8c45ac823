using ConformanceKit.Clients;
using ConformanceKit.Grading;
using ConformanceKit.Model;
using ConformanceKit.Origins;
using ConformanceKit.ScriptedProxies;
using ConformanceKit.UnderTest;
using ConformanceKit.Wire;

namespace ConformanceKit.Running.Authoring;

/// <summary>
/// What one run of one scenario owns: its proxy, its transcript, its budget and what must be closed afterwards.
/// </summary>
internal sealed class ScenarioContext
{
    private readonly Lock _gate = new();
    private readonly Stack<IAsyncDisposable> _owned = new();
    private readonly ClientHandle? _client;
    private bool _isClosed;

    public ScenarioContext(
        Requirement requirement, Subject subject, RunningSubject running, CaseSettings settings, CancellationToken cancel)
    {
        Requirement = requirement;
        running = requirement.Through is { } protocol ? running.Through(protocol) : running;
        var waits = Waits = settings.Waits;
        Transcript = new(settings.Limits);
        NoBrowser = settings.NoBrowser;
        var place = new OriginPlace(running.OriginAddress, running.OriginHost, running.OriginAddressV6)
        {
            Ports = settings.OriginPorts,
        };
        Origins = Own(new OriginFactory(place, Transcript, waits, cancel));
        Proxies = Own(new ScriptedProxyFactory(place, Transcript, waits, cancel));
        Cancel = cancel;
        Proxy = new(
            subject.Name,
            subject.Features,
            running,
            async listener => Own(await WireConnection.DialAsync(listener.EndPoint, Transcript, waits, cancel)),
            async (connection, offer) => Own(await connection.TlsAsync(offer, closesBelow: true)),
            Own);
        _client = subject is ClientUnderTest client
            ? new(client, Transcript, waits, queues => Origins.Queueing?.Invoke(queues), cancel)
            : null;
    }

    public Requirement Requirement { get; }

    public ProxyHandle Proxy { get; }

    public ClientHandle Client => _client
        ?? throw new HarnessException($"{Requirement.Id} grades a client, and {Proxy.Name} is none.");

    public ScriptedProxyFactory Proxies { get; }

    public OriginFactory Origins { get; }

    public Transcript Transcript { get; }

    public Waits Waits { get; }

    public bool NoBrowser { get; }

    public CancellationToken Cancel { get; }

    public Findings Findings { get; } = new();

    /// <summary>Registers something to close when the scenario is over, even if its body does not close it.</summary>
    public T Own<T>(T resource) where T : IAsyncDisposable
    {
        lock (_gate)
        {
            // A body that was given up may go on, and must not keep what nobody closes any more.
            if (_isClosed)
                _ = resource.DisposeAsync().AsTask();
            else
                _owned.Push(resource);
        }

        return resource;
    }

    /// <summary>Closes what the scenario opened, last first.</summary>
    /// <returns>What could not be closed; it does not change the verdict.</returns>
    public async Task<IReadOnlyList<Exception>> CloseAsync()
    {
        var faults = new List<Exception>();
        while (Take() is { } resource)
        {
            try
            {
                await resource.DisposeAsync();
            }
            catch (Exception fault)
            {
                faults.Add(fault);
            }
        }
        return faults;
    }

    private IAsyncDisposable? Take()
    {
        lock (_gate)
        {
            _isClosed = _owned.Count == 0;
            return _isClosed ? null : _owned.Pop();
        }
    }
}
