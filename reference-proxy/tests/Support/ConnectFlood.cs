namespace ConformanceKit.ReferenceProxy.Tests.Support;

/// <summary>One connection after the other, as fast as they are taken: each sends a request and resets. It has a thread of its own.</summary>
internal sealed class ConnectFlood : IDisposable
{
    private readonly IPEndPoint _address;
    private readonly byte[] _request;
    private readonly Thread _thread;
    private volatile bool _stopping;
    private long _connections;

    public ConnectFlood(IPEndPoint address, string request)
    {
        (_address, _request) = (address, Octets.Of(request));
        _thread = new Thread(Run);
        _thread.Start();
    }

    /// <summary>Connections so far.</summary>
    public long Connections => Volatile.Read(ref _connections);

    public void Dispose()
    {
        _stopping = true;
        _thread.Join();
    }

    private void Run()
    {
        while (!_stopping)
        {
            using var socket = new Socket(_address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                socket.Connect(_address);
                socket.Send(_request);
                socket.Close(0);
                Volatile.Write(ref _connections, _connections + 1);
            }
            catch (SocketException)
            {
                // The backlog is full: again.
            }
        }
    }
}
