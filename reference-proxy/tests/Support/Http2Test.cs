namespace ConformanceKit.ReferenceProxy.Tests.Support;

/// <summary>A test with a client that speaks HTTP/2 with prior knowledge.</summary>
internal abstract class Http2Test : ProxyTest
{
    private readonly List<Http2Peer> _clients = [];

    [TearDown]
    public void Leave() => _clients.ForEach(client => client.Dispose());

    protected async Task<Http2Peer> DialHttp2Async(bool grants = true, params byte[] settings)
    {
        var client = await Http2Peer.DialAsync(Proxy.EndPoint, grants, settings);
        _clients.Add(client);
        return client;
    }

    /// <summary>Opens a tunnel on a stream; returns the origin's end.</summary>
    protected async Task<Peer> TunnelAsync(Http2Peer client, int stream)
    {
        await client.ConnectAsync(stream, Origin.Authority);
        (await client.ReadHeadAsync(stream, ends: false)).Should().Be(":status: 200");
        return Keep(await Origin.AcceptAsync());
    }
}
