namespace ConformanceKit.ReferenceProxy.Tests.Support;

/// <summary>A listener on its own port.</summary>
internal sealed class Origin : IDisposable
{
    private readonly Socket _listener;

    public Origin(IPAddress? address = null)
    {
        var endPoint = new IPEndPoint(address ?? IPAddress.Loopback, 0);
        _listener = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        _listener.Bind(endPoint);
        _listener.Listen(16);
    }

    public int Port => ((IPEndPoint)_listener.LocalEndPoint!).Port;

    /// <summary>Host and port, as in a target.</summary>
    public string Authority => _listener.LocalEndPoint!.ToString()!;

    public async Task<Peer> AcceptAsync(TimeSpan? patience = null) =>
        new(await _listener.AcceptAsync().WaitAsync(patience ?? TimeSpan.FromSeconds(30)), patience);

    /// <summary>Whether a connection is waiting to be accepted.</summary>
    public bool HasBeenDialled => _listener.Poll(0, SelectMode.SelectRead);

    public void Dispose() => _listener.Dispose();
}
