using System.Runtime.InteropServices;
using System.Security.Cryptography;
using ConformanceKit.Model;

namespace ConformanceKit.Containers;

/// <summary>
/// Owns every container of this process and the network they share, and removes them all: when it is disposed, on Ctrl-C or
/// another termination signal, and when the process exits. Whatever is left even so (because the process was killed) carries
/// labels by which <see cref="ContainerCleanup"/> finds it.
/// </summary>
public sealed class ContainerSession : IAsyncDisposable
{
    private const int HostNameLength = 40; // a label of a name has at most 63 bytes (RFC 1035 §2.3.4)
    private static readonly TimeSpan s_removalLimit = TimeSpan.FromSeconds(20);

    private readonly string _runId = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(5));
    private readonly Lock _gate = new();
    private readonly List<Task> _starting = [];

    // One build keeps a processor busy: running more builds at once than there are processors would finish none of them sooner.
    private readonly SemaphoreSlim _builds = new(Math.Max(2, Environment.ProcessorCount));
    private readonly List<PosixSignalRegistration> _signals = [];
    private Task<SessionNetwork>? _network;
    private Task? _removal;

    /// <summary>Creates a session on an engine. The engine is not contacted before the first container.</summary>
    /// <param name="engine">The engine.</param>
    public ContainerSession(IContainerEngine engine)
    {
        Engine = engine;
        foreach (var signal in new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP })
            _signals.Add(PosixSignalRegistration.Create(signal, _ => RemoveNow()));
        AppDomain.CurrentDomain.ProcessExit += OnProcessExit;
    }

    /// <summary>The engine.</summary>
    public IContainerEngine Engine { get; }

    /// <summary>The label of everything that this session creates, <c>key=value</c>.</summary>
    internal string Label => OwnerLabels.Run(_runId);

    /// <summary>The network of this session, created on first use.</summary>
    /// <param name="cancel">Cancels the wait.</param>
    /// <exception cref="HarnessException">The engine does not answer or refuses.</exception>
    internal Task<SessionNetwork> NetworkAsync(CancellationToken cancel)
    {
        lock (_gate)
        {
            ThrowIfEnding();
            _network ??= Track(CreateNetworkAsync());
            return _network.WaitAsync(cancel);
        }
    }

    /// <summary>
    /// Builds an image when its turn comes: a few are built at once, in the order of the calls.
    /// </summary>
    /// <param name="build">Builds it.</param>
    /// <param name="cancel">Cancels the wait.</param>
    /// <returns>The image.</returns>
    internal async Task<string> BuildAsync(Func<Task<string>> build, CancellationToken cancel)
    {
        await _builds.WaitAsync(cancel);
        try
        {
            return await build();
        }
        finally
        {
            _builds.Release();
        }
    }

    /// <summary>The host name that a container has inside.</summary>
    /// <param name="name">What it is.</param>
    internal static string HostName(string name) =>
        new string([.. name.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-').Take(HostNameLength)]).Trim('-');

    /// <summary>Starts a container on the session's network.</summary>
    /// <param name="name">What it is, which becomes part of its name.</param>
    /// <param name="image">Image id or name.</param>
    /// <param name="capabilities">Kernel capabilities that it needs.</param>
    /// <param name="ports">The ports to publish if containers have no address that the host can reach.</param>
    /// <param name="setup">What its program is given.</param>
    /// <param name="cancel">Cancels the wait.</param>
    /// <returns>The container's name.</returns>
    /// <exception cref="HarnessException">The engine does not answer or refuses.</exception>
    internal async Task<string> StartAsync(
        string name, string image, IReadOnlyList<string> capabilities, IReadOnlyList<int> ports, ContainerSetup setup,
        CancellationToken cancel)
    {
        var shared = await NetworkAsync(cancel);
        var hostName = HostName(name);
        var request = new ContainerRequest(
            $"{Prefix}-{hostName}",
            hostName,
            image,
            shared.Network.Name,
            OwnerLabels.ForRun(_runId),
            capabilities,
            shared.Hosts,
            shared.Direct ? [] : ports)
        {
            Setup = setup,
        };

        // Do not cancel this part-way: a container that the engine is still creating could escape the removal.
        Task started;
        lock (_gate)
        {
            ThrowIfEnding();
            started = Track(Engine.RunAsync(request, CancellationToken.None));
        }

        await started.WaitAsync(cancel);
        return request.Name;
    }

    /// <summary>Removes everything.</summary>
    /// <exception cref="HarnessException">Something may be left; the message says what removes it.</exception>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await RemoveAllAsync();
        }
        finally
        {
            AppDomain.CurrentDomain.ProcessExit -= OnProcessExit;
            _signals.ForEach(s => s.Dispose());
        }
    }

    private string Prefix => $"conformancekit-{_runId}";

    private async Task<SessionNetwork> CreateNetworkAsync()
    {
        // A unique local prefix (RFC 4193 §3.1) whose 40 random bits are the run's id, so that no two runs share one.
        var prefix = $"fd{_runId[..2]}:{_runId[2..6]}:{_runId[6..10]}:1::";
        var request = new NetworkRequest(Prefix, prefix, OwnerLabels.ForRun(_runId));
        return new SessionNetwork(await Engine.CreateNetworkAsync(request, CancellationToken.None));
    }

    private void ThrowIfEnding()
    {
        if (_removal is not null)
            throw new OperationCanceledException("The run is ending: no more containers are started.");
    }

    private T Track<T>(T task) where T : Task
    {
        _starting.Add(task);
        return task;
    }

    private Task RemoveAllAsync()
    {
        lock (_gate)
            return _removal ??= _starting.Count == 0 ? Task.CompletedTask : RemoveStartedAsync([.. _starting]);
    }

    private async Task RemoveStartedAsync(Task[] started)
    {
        // 1. Let everything that is being created finish; if it fails, its caller knows.
        using var limit = new CancellationTokenSource(s_removalLimit);
        await Task.WhenAll(started).WaitAsync(limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        // 2. Remove by label, and look once more: Ctrl-C also reaches the engine's commands in progress.
        try
        {
            for (var round = 0; round < 2; round++)
            {
                var items = await Engine.ListAsync(Label, limit.Token);
                if (items.Count == 0)
                    return;
                await ContainerCleanup.RemoveAsync(Engine, items, limit.Token);
            }
        }
        catch (Exception fault) when (fault is HarnessException or OperationCanceledException)
        {
            var why = fault is HarnessException
                ? fault.Message.TrimEnd('.')
                : $"The container engine did not answer within {s_removalLimit.TotalSeconds:0} s";
            throw new HarnessException(
                $"{why}. The containers and the network of this run, {Prefix}*, may be left: when the engine is back, remove them "
                + $"with: {Engine.Command} clean", fault);
        }
    }

    private void OnProcessExit(object? sender, EventArgs e) => RemoveNow();

    private void RemoveNow()
    {
        try
        {
            RemoveAllAsync().Wait(s_removalLimit);
        }
        catch (AggregateException failed)
        {
            // The process is ending: nothing is left to catch this, but the user has to see it.
            Console.Error.WriteLine(failed.GetBaseException().Message);
        }
    }
}
