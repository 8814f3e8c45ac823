namespace ConformanceKit.ReferenceProxy.Tests.Support;

/// <summary>
/// Connections without end, each with a request: every other one is reset at once, and the others when they have been answered.
/// It has a thread of its own.
/// </summary>
internal sealed class ConnectFlood : IDisposable
{
    // So many always wait to be accepted, and they are never more than the listener holds: what comes beyond that would be
    // dropped, and be sent again a second later.
    private const int Waiting = 32;

    private readonly IPEndPoint _address;
    private readonly byte[] _request;
    private readonly Queue<Socket> _waiting = [];
    private readonly Thread _thread;
    private volatile bool _stopping;
    private long _connections;

    public ConnectFlood(IPEndPoint address, string request)
    {
        (_address, _request) = (address, Bytes.Of(request));
        _thread = new Thread(Run);
        _thread.Start();
    }

    /// <summary>Connections that have been answered so far.</summary>
    public long Connections => Volatile.Read(ref _connections);

    public void Dispose()
    {
        _stopping = true;
        _thread.Join();
        foreach (var socket in _waiting)
            socket.Dispose();
    }

    private void Run()
    {
        while (!_stopping)
        {
            Ask().Close(0);
            _waiting.Enqueue(Ask());
            if (_waiting.Count < Waiting)
                continue;

            using var answered = _waiting.Dequeue();
            answered.Receive(new byte[1]);
            answered.Close(0);
            Volatile.Write(ref _connections, _connections + 1);
        }
    }

    private Socket Ask()
    {
        var socket = new Socket(_address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        socket.Connect(_address);
        socket.Send(_request);
        return socket;
    }
}
