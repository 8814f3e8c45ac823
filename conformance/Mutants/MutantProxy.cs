using System.Collections.Concurrent;
using System.Net;
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

    private readonly Mutant _mutant;
    private readonly LastLines _log = new();
    private readonly ConcurrentQueue<Exception> _faults = new();
    private readonly ConcurrentBag<Socket> _listeners = [];
    private readonly ConcurrentBag<Task> _running = [];
    private readonly CancellationTokenSource _ending = new();
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
    public override Task<RunningProxy> StartAsync(CancellationToken cancel) => _start.GetAsync(cancel);

    /// <inheritdoc/>
    public override Task<string> ReadLogAsync(CancellationToken cancel) => Task.FromResult(_log.ToString());

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await _start.DisposeAsync();
        await _ending.CancelAsync();
        foreach (var listener in _listeners)
            listener.Dispose();
        try
        {
            await Task.WhenAll(_running).WaitAsync(s_patience);
        }
        catch (TimeoutException)
        {
            Fault(new HarnessException($"The flaw of {Name} did not end with its proxy: set a limit to its waits."));
        }
        _ending.Dispose();
    }

    /// <inheritdoc/>
    internal override bool TryChange(Func<ProxyOptions, ProxyOptions> change)
    {
        _change = change;
        return true;
    }

    private IPEndPoint Listen(ProxyOptions options)
    {
        var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        _listeners.Add(listener);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(512);
        var front = (IPEndPoint)listener.LocalEndPoint!;

        // The reference behind it cannot know that this address is its own (RFC 9110 §7.6).
        _running.Add(AcceptAsync(listener, options with { Denied = [.. options.Denied, DenyRule.Parse(front.ToString())] }));
        return front;
    }

    private async Task AcceptAsync(Socket listener, ProxyOptions options)
    {
        try
        {
            while (true)
            {
                var client = await listener.AcceptAsync(_ending.Token);
                client.NoDelay = true;
                _running.Add(
                    Task.Run(() => new MutantConnection(client, CreateFlaw(), options, Fault).RunAsync(_ending.Token)));
            }
        }
        catch (Exception end) when (end is OperationCanceledException || LegRelay.IsEnd(end))
        {
            // The mutant is ending.
        }
    }

    // The change comes after the flaw's own, so that it also holds for a flaw that dials in its own way.
    private Flaw CreateFlaw() => _mutant.CreateFlaw().Options(_change);

    private void Fault(Exception fault)
    {
        _faults.Enqueue(fault);
        _log.Add($"the flaw failed: {fault}");
    }
}
