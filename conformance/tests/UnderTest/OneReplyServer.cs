using System.Net;
using System.Net.Sockets;
using FluentAssertions;

namespace ConformanceKit.Tests.UnderTest;

/// <summary>Answers each connection's first bytes with the given ones and closes it.</summary>
internal sealed class OneReplyServer : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly SemaphoreSlim asked = new(0);
    private readonly Task accepting;

    public OneReplyServer(byte[] reply)
    {
        Reply = reply;
        listener.Start();
        accepting = AcceptAsync();
    }

    public IPEndPoint EndPoint => (IPEndPoint)listener.LocalEndpoint;

    public int Connections { get; private set; }

    /// <summary>What the next connection gets.</summary>
    public byte[] Reply { get; set; }

    public async Task AskedAsync(int times)
    {
        for (var i = 0; i < times; i++)
            (await asked.WaitAsync(TimeSpan.FromSeconds(10))).Should().BeTrue();
    }

    public async ValueTask DisposeAsync()
    {
        listener.Dispose();
        await accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        asked.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            using var client = await listener.AcceptSocketAsync();
            Connections++;
            asked.Release();
            await client.ReceiveAsync(new byte[1024]);
            await client.SendAsync(Reply);
            client.Shutdown(SocketShutdown.Send);
        }
    }
}
