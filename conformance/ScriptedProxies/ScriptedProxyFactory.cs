using System.Collections.Concurrent;
using ConformanceKit.Model;
using ConformanceKit.Origins;
using ConformanceKit.Wire;

namespace ConformanceKit.ScriptedProxies;

/// <summary>Makes the scripted proxies of one scenario, each on its own port, and disposes them with itself.</summary>
/// <param name="place">Where they listen.</param>
/// <param name="transcript">Where everything is recorded.</param>
/// <param name="waits">The time limits of all waits.</param>
/// <param name="over">The scenario's end.</param>
public sealed class ScriptedProxyFactory(OriginPlace place, Transcript transcript, Waits waits, CancellationToken over)
    : IAsyncDisposable
{
    private readonly ConcurrentQueue<ScriptedProxy> _proxies = [];

    /// <summary>A proxy that behaves so on each connection.</summary>
    /// <param name="behaviour">What it does.</param>
    /// <param name="origin">The origin that it tunnels or forwards to, whatever the target; null if it does neither.</param>
    /// <returns>The listening proxy.</returns>
    public ScriptedProxy Listen(Behaviour behaviour, Origin? origin = null)
    {
        over.ThrowIfCancellationRequested();
        var proxy = new ScriptedProxy(behaviour, place, origin, transcript, waits, over);
        _proxies.Enqueue(proxy);
        return proxy;
    }

    /// <summary>Throws if a behaviour itself failed.</summary>
    /// <exception cref="HarnessException">One did.</exception>
    internal void ThrowIfFaulted()
    {
        foreach (var proxy in _proxies)
            proxy.ThrowIfFaulted();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var proxy in _proxies)
            await proxy.DisposeAsync();
    }
}
