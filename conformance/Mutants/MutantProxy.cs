using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using ConformanceKit.Model;
using ConformanceKit.ReferenceProxy;
using ConformanceKit.ReferenceProxy.Dialling;
using ConformanceKit.UnderTest;

namespace ConformanceKit.Mutants;

/// <summary>A proxy with exactly one rule broken: the reference, and a flaw around it.</summary>
internal sealed class MutantProxy : ProxyUnderTest
{
    // For connections to end when the proxy does.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Mutant mutant;
    private readonly LastLines log = new();
    private readonly ConcurrentQueue<Exception> faults = new();
    private readonly ConcurrentBag<Socket> listeners = [];
    private readonly ConcurrentBag<Task> running = [];
    private readonly CancellationTokenSource ending = new();
    private readonly StartOnce start;

    /// <summary>A mutant that starts on first use.</summary>
    public MutantProxy(Mutant mutant)
    {
        this.mutant = mutant;
        start = new StartOnce(_ => Task.FromResult(ReferenceSetup.Start(Listen, log.Add)));
    }

    /// <inheritdoc/>
    public override string Name => KnownProxies.MutantPrefix + mutant.Name;

    /// <inheritdoc/>
    public override IReadOnlySet<string> Features => ReferenceSetup.Features;

    /// <summary>What went wrong in the flaw itself.</summary>
    public IReadOnlyCollection<Exception> Faults => faults;

    /// <inheritdoc/>
    public override Task<RunningProxy> StartAsync(CancellationToken cancel) => start.GetAsync(cancel);

    /// <inheritdoc/>
    public override Task<string> ReadLogAsync(CancellationToken cancel) => Task.FromResult(log.ToString());

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await start.DisposeAsync();
        await ending.CancelAsync();
        foreach (var listener in listeners) listener.Dispose();
        try
        {
            await Task.WhenAll(running).WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            Fault(new HarnessException($"The flaw of {Name} doesn't end with its proxy: bound what it waits for."));
        }
        ending.Dispose();
    }

    private IPEndPoint Listen(ProxyOptions options)
    {
        var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listeners.Add(listener);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(512);
        var front = (IPEndPoint)listener.LocalEndPoint!;

        // The reference behind it can't know that this address is its own (RFC 9110 §7.6).
        running.Add(AcceptAsync(listener, options with { Denied = [.. options.Denied, DenyRule.Parse(front.ToString())] }));
        return front;
    }

    private async Task AcceptAsync(Socket listener, ProxyOptions options)
    {
        try
        {
            while (true)
            {
                var client = await listener.AcceptAsync(ending.Token);
                client.NoDelay = true;
                running.Add(Task.Run(() => new MutantConnection(client, mutant.CreateFlaw(), options, Fault).RunAsync(ending.Token)));
            }
        }
        catch (Exception end) when (end is OperationCanceledException || Pump.IsEnd(end))
        {
            // The mutant ends.
        }
    }

    private void Fault(Exception fault)
    {
        faults.Enqueue(fault);
        log.Add($"the flaw failed: {fault}");
    }
}
