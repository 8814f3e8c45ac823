using ConformanceKit.ReferenceProxy.Http;
using ConformanceKit.ReferenceProxy.Tcp;

namespace ConformanceKit.ReferenceProxy.Forwarding;

/// <summary>
/// The connection to an origin that serves the requests of one client, kept from one request to the next: one at most, and never
/// shared (RFC 9112 §9.3).
/// </summary>
internal sealed class KeptOrigin : IDisposable
{
    private OriginConnection? _connection;

    /// <summary>Whether there is none.</summary>
    public bool IsEmpty => _connection is null;

    /// <summary>The connection, if it can serve this request; else null, and it is closed.</summary>
    public OriginConnection? For(Request request, Authority target)
    {
        if (_connection?.CanServe(request, target) == false)
            Close();
        return _connection;
    }

    /// <summary>Takes over a new connection.</summary>
    public OriginConnection Open(TcpConnection tcp, Authority target) => _connection = new OriginConnection(tcp, target);

    /// <summary>Closes the connection, which no request needs any longer.</summary>
    public void Close()
    {
        _connection?.Dispose();
        _connection = null;
    }

    /// <inheritdoc/>
    public void Dispose() => Close();
}
