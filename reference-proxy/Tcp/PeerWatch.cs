using System.Collections.Concurrent;

namespace ConformanceKit.ReferenceProxy.Tcp;

/// <summary>
/// Looks now and then whether clients whose requests are with an origin are still there. Nobody receives from such a client,
/// because what it sends now is its next request; so nothing tells that it has gone, and its request would hold both connections
/// until the origin says something.
/// </summary>
internal sealed class PeerWatch : IAsyncDisposable
{
    private readonly ConcurrentDictionary<long, TcpConnection> _connections = [];
    private readonly PeriodicTimer _timer = new(TimeSpan.FromMilliseconds(500));
    private readonly Task _looking;

    /// <summary>Begins to look.</summary>
    public PeerWatch() => _looking = Task.Run(LookAsync);

    /// <summary>A connection has come.</summary>
    public void Add(long id, TcpConnection connection) => _connections.TryAdd(id, connection);

    /// <summary>It is over.</summary>
    public void Remove(long id) => _connections.TryRemove(id, out _);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _timer.Dispose();
        await _looking;
    }

    private async Task LookAsync()
    {
        while (await _timer.WaitForNextTickAsync())
        {
            foreach (var (_, connection) in _connections)
                Look(connection);
        }
    }

    private static void Look(TcpConnection connection)
    {
        try
        {
            connection.OnFarEnd?.Invoke(TcpInfo.Of(connection).FarEnd);
        }
        catch (ObjectDisposedException)
        {
            // It has ended meanwhile.
        }
    }
}
