using System.Collections.Concurrent;

namespace ConformanceKit.ReferenceProxy.Connections;

/// <summary>
/// Checks now and then that clients whose requests are with an origin are still there. Once its request has arrived, nothing
/// more is received from such a client, because whatever it sends now is its next request. So its departure would go unnoticed,
/// and its request would hold both connections until the origin sends something.
/// </summary>
internal sealed class PeerWatch : IAsyncDisposable
{
    private readonly ConcurrentDictionary<long, Connection> _connections = [];
    private readonly PeriodicTimer _timer = new(TimeSpan.FromMilliseconds(500));
    private readonly Task _looking;

    /// <summary>Starts checking.</summary>
    public PeerWatch() => _looking = Task.Run(LookAsync);

    /// <summary>Adds a connection.</summary>
    public void Add(long id, Connection connection) => _connections.TryAdd(id, connection);

    /// <summary>Removes a connection that has ended.</summary>
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

    private static void Look(Connection connection)
    {
        try
        {
            connection.OnFarEnd?.Invoke(connection.State.FarEnd);
        }
        catch (ObjectDisposedException)
        {
            // The connection has ended meanwhile.
        }
    }
}
