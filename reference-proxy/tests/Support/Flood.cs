namespace ConformanceKit.ReferenceProxy.Tests.Support;

/// <summary>
/// Sends the same bytes over a connection endlessly, as fast as they are accepted, and reads what comes back as fast as it
/// arrives, so that the peer never has to wait. It has its own threads.
/// </summary>
internal sealed class Flood : IDisposable
{
    private readonly Socket _socket;
    private readonly Thread[] _threads;
    private long _sent;
    private long _received;
    private string _begins = "";

    /// <summary>Starts the flood.</summary>
    /// <param name="socket">The connection.</param>
    /// <param name="first">What is sent first, once.</param>
    /// <param name="endless">What is sent after it, over and over; empty for nothing.</param>
    public Flood(Socket socket, string first, string endless)
    {
        _socket = socket;
        _threads = [new Thread(() => Send(first, endless)), new Thread(Receive)];
        foreach (var thread in _threads)
            thread.Start();
    }

    /// <summary>The number of bytes sent so far.</summary>
    public long Sent => Volatile.Read(ref _sent);

    /// <summary>The number of bytes received so far.</summary>
    public long Received => Volatile.Read(ref _received);

    /// <summary>What came back first.</summary>
    public string Begins => Volatile.Read(ref _begins);

    public static Flood Dial(IPEndPoint address, string first, string endless)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        socket.Connect(address);
        return new Flood(socket, first, endless);
    }

    public void Dispose()
    {
        _socket.Close(0);
        foreach (var thread in _threads)
            thread.Join();
    }

    private void Send(string first, string endless)
    {
        try
        {
            SendAll(Bytes.Of(first));
            var bytes = Bytes.Of(
                string.Concat(Enumerable.Repeat(endless, endless.Length == 0 ? 0 : 1 + (64 * 1024 / endless.Length))));
            while (bytes.Length > 0)
                SendAll(bytes);
        }
        catch (Exception end) when (end is SocketException or ObjectDisposedException)
        {
            // The connection has ended.
        }
    }

    private void SendAll(byte[] bytes)
    {
        for (var sent = 0; sent < bytes.Length;)
        {
            var count = _socket.Send(bytes, sent, bytes.Length - sent, SocketFlags.None);
            sent += count;
            Volatile.Write(ref _sent, _sent + count);
        }
    }

    private void Receive()
    {
        var bytes = new byte[64 * 1024];
        try
        {
            while (_socket.Receive(bytes) is > 0 and var count)
            {
                if (_received == 0)
                    Volatile.Write(ref _begins, Bytes.Text(bytes.AsSpan(0, count)));
                Volatile.Write(ref _received, _received + count);
            }
        }
        catch (Exception end) when (end is SocketException or ObjectDisposedException)
        {
            // The connection has ended.
        }
    }
}
