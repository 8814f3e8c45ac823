namespace ConformanceKit.ReferenceProxy.Tests.Support;

/// <summary>
/// Opens connections endlessly, each with a request: every other one is reset at once, the others when they have been answered.
/// It has its own thread.
/// </summary>
internal sealed class ConnectFlood : IDisposable
{
    // This many always wait to be accepted. There are never more than the listener's backlog holds: a SYN beyond that would be
    // dropped, and retransmitted a second later.
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

    /// <summary>The number of connections answered so far.</summary>
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
            SendConnect().Close(0);
            _waiting.Enqueue(SendConnect());
            if (_waiting.Count < Waiting)
                continue;

            using var answered = _waiting.Dequeue();
            answered.Receive(new byte[1]);
            answered.Close(0);
            Volatile.Write(ref _connections, _connections + 1);
        }
    }

    private Socket SendConnect()
    {
        var socket = new Socket(_address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        socket.Connect(_address);
        socket.Send(_request);
        return socket;
    }
}
