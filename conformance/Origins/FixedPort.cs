using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace ConformanceKit.Origins;

/// <summary>The right to use a port that several scenarios need: they take turns.</summary>
internal sealed class FixedPort : IDisposable
{
    private static readonly ConcurrentDictionary<IPEndPoint, SemaphoreSlim> s_ports = [];

    private readonly SemaphoreSlim _port;

    private FixedPort(SemaphoreSlim port) => _port = port;

    public static async Task<FixedPort> TakeAsync(IPEndPoint endPoint, CancellationToken cancel)
    {
        var port = s_ports.GetOrAdd(endPoint, _ => new(1));
        await port.WaitAsync(cancel);
        return new(port);
    }

    public void Dispose() => _port.Release();
}

/// <summary>An origin on such a port. It releases the port when it is disposed.</summary>
internal sealed class FixedPortOrigin(string host, Socket socket, Acceptor acceptor, FixedPort port)
    : Origin(host, socket, acceptor)
{
    private protected override async ValueTask DisposeCoreAsync()
    {
        await base.DisposeCoreAsync();
        port.Dispose();
    }
}
