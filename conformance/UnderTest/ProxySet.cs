namespace ConformanceKit.UnderTest;

/// <summary>The proxies of a run, disposed at its end.</summary>
/// <param name="targets">The proxies.</param>
internal sealed class ProxySet(IReadOnlyList<ProxyTarget> targets) : IAsyncDisposable
{
    /// <summary>The proxies, in the order in which they were named.</summary>
    public IReadOnlyList<ProxyTarget> Targets { get; } = targets;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var target in Targets)
            await target.Proxy.DisposeAsync();
    }
}
