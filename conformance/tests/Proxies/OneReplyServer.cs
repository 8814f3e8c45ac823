using System.Net;
using System.Net.Sockets;

namespace ConformanceKit.Tests.Proxies;

/// <summary>Answers each connection's first bytes with the given ones and closes it.</summary>
internal sealed class OneReplyServer : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly Task accepting;

    public OneReplyServer(byte[] reply)
    {
        listener.Start();
        accepting = AcceptAsync(reply);
    }

    public IPEndPoint EndPoint => (IPEndPoint)listener.LocalEndpoint;

    public int Connections { get; private set; }

    public async ValueTask DisposeAsync()
    {
        listener.Dispose();
        await accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task AcceptAsync(byte[] reply)
    {
        while (true)
        {
            using var client = await listener.AcceptSocketAsync();
            Connections++;
            await client.ReceiveAsync(new byte[1024]);
            await client.SendAsync(reply);
            client.Shutdown(SocketShutdown.Send);
        }
    }
}
