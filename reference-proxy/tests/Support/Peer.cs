namespace ConformanceKit.ReferenceProxy.Tests.Support;

/// <summary>One end of a TCP connection, byte for byte, with bounded waits.</summary>
internal sealed class Peer(Socket socket, TimeSpan? patience = null) : IDisposable
{
    private static readonly TimeSpan s_usual = TimeSpan.FromSeconds(30);
    private readonly TimeSpan _patience = patience ?? s_usual;
    private readonly List<byte> _received = [];

    public Socket Socket => socket;

    public static async Task<Peer> DialAsync(IPEndPoint address, TimeSpan? patience = null)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(address).WaitAsync(patience ?? s_usual);
        return new Peer(socket, patience);
    }

    public Task SendAsync(string text) => SendAsync(Bytes.Of(text));

    public async Task SendAsync(byte[] bytes)
    {
        using var deadline = new CancellationTokenSource(_patience);
        for (var sent = 0; sent < bytes.Length;)
            sent += await socket.SendAsync(bytes.AsMemory(sent), deadline.Token);
    }

    /// <summary>Reads everything up to and including the next empty line.</summary>
    public async Task<string> ReadHeadAsync()
    {
        int end;
        while ((end = Bytes.Text([.. _received]).IndexOf("\r\n\r\n", StringComparison.Ordinal)) < 0)
        {
            if (!await FillAsync())
                throw new EndOfStreamException($"FIN instead of a head, after: {Bytes.Text([.. _received])}");
        }

        return Take(end + 4);
    }

    public async Task<string> ReadAsync(int count)
    {
        while (_received.Count < count)
        {
            if (!await FillAsync())
                throw new EndOfStreamException($"FIN after: {Bytes.Text([.. _received])}");
        }

        return Take(count);
    }

    /// <summary>Reads everything up to FIN; a RST throws a <see cref="SocketException"/>.</summary>
    public async Task<string> ReadToFinAsync()
    {
        while (await FillAsync())
        {
        }

        return Take(_received.Count);
    }

    public void Fin() => socket.Shutdown(SocketShutdown.Send);

    public void Rst() => socket.Close(0);

    public void Dispose() => socket.Dispose();

    private async Task<bool> FillAsync()
    {
        var buffer = new byte[64 * 1024];
        using var deadline = new CancellationTokenSource(_patience);
        var count = await socket.ReceiveAsync(buffer, SocketFlags.None, deadline.Token);
        _received.AddRange(buffer.AsSpan(0, count));
        return count > 0;
    }

    private string Take(int count)
    {
        var text = Bytes.Text([.. _received[..count]]);
        _received.RemoveRange(0, count);
        return text;
    }
}
