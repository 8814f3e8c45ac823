using System.Net;
using System.Net.Sockets;
using FluentAssertions;

namespace ConformanceKit.Tests.UnderTest;

/// <summary>Answers each connection's first bytes with the given reply, and closes it.</summary>
internal sealed class OneReplyServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly SemaphoreSlim _asked = new(0);
    private readonly Task _accepting;

    public OneReplyServer(byte[] reply)
    {
        Reply = reply;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public IPEndPoint EndPoint => (IPEndPoint)_listener.LocalEndpoint;

    public int Connections { get; private set; }

    /// <summary>The reply that the next connection gets.</summary>
    public byte[] Reply { get; set; }

    public async Task AskedAsync(int times)
    {
        for (var i = 0; i < times; i++)
            (await _asked.WaitAsync(TimeSpan.FromSeconds(10))).Should().BeTrue();
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _asked.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            using var client = await _listener.AcceptSocketAsync();
            Connections++;
            _asked.Release();
            await client.ReceiveAsync(new byte[1024]);
            await client.SendAsync(Reply);
            client.Shutdown(SocketShutdown.Send);
        }
    }
}
