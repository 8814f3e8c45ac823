namespace ConformanceKit.Clients;

/// <summary>The connections in HTTP/2 that the scripted client keeps for its next tunnels, while it fetches something.</summary>
internal sealed class IdleTunnels : IAsyncDisposable
{
    private readonly List<Http2Tunnel> _all = [];
    private Http2Tunnel? _idle;

    /// <summary>Sees to it that a connection is closed in the end.</summary>
    /// <param name="tunnel">Its tunnel.</param>
    /// <returns>The same.</returns>
    public Http2Tunnel Own(Http2Tunnel tunnel)
    {
        _all.Add(tunnel);
        return tunnel;
    }

    /// <summary>Keeps a connection whose tunnel is over.</summary>
    /// <param name="tunnel">That tunnel.</param>
    public void Put(Http2Tunnel tunnel) => _idle = tunnel;

    /// <summary>A connection that can have another tunnel, or null; it has to be put back.</summary>
    public Http2Tunnel? Take() => Interlocked.Exchange(ref _idle, null);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var tunnel in _all)
            await tunnel.DisposeAsync();
    }
}
