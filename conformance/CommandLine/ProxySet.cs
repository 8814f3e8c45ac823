using ConformanceKit.Running;

namespace ConformanceKit.CommandLine;

/// <summary>The proxies of a run, and what goes away with them.</summary>
/// <param name="targets">The proxies.</param>
/// <param name="session">What they share and what ends after them, or null.</param>
internal sealed class ProxySet(IReadOnlyList<ProxyTarget> targets, IAsyncDisposable? session = null) : IAsyncDisposable
{
    /// <summary>The proxies, in the order in which they were named.</summary>
    public IReadOnlyList<ProxyTarget> Targets { get; } = targets;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var target in Targets) await target.Proxy.DisposeAsync();
        if (session is not null) await session.DisposeAsync();
    }
}
