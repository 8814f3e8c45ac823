using ConformanceKit.ReferenceProxy.Connections;
using ConformanceKit.ReferenceProxy.Tcp;

namespace ConformanceKit.ReferenceProxy.Tests.Proxy;

/// <summary>Whatever a side sent before it closed reaches the other side before the tunnel ends (RFC 9110 §9.3.6).</summary>
internal sealed class TunnelEndTests : ProxyTest
{
    [Test]
    public async Task What_a_closed_origin_had_sent_arrives_although_the_client_goes_on_sending([Values(48, 256, 1024)] int kib)
    {
        var (client, origin) = await TunnelAsync();
        var bytes = await SendAsync(origin, kib);
        origin.Dispose();
        await MeetResetAsync(client);
        Bytes.Of(await client.ReadToFinAsync()).AsSpan().SequenceEqual(bytes).Should().BeTrue();
    }

    [Test]
    public async Task What_a_closed_client_had_sent_arrives_although_the_origin_goes_on_sending([Values(48, 256, 1024)] int kib)
    {
        var (client, origin) = await TunnelAsync();
        var bytes = await SendAsync(client, kib);
        client.Dispose();
        await MeetResetAsync(origin);
        Bytes.Of(await origin.ReadToFinAsync()).AsSpan().SequenceEqual(bytes).Should().BeTrue();
    }

    [Test]
    public async Task What_was_sent_before_a_RST_arrives_before_it([Values] bool fromOrigin, [Values(48, 128)] int kib)
    {
        var (client, origin) = await TunnelAsync();
        var (sender, receiver) = fromOrigin ? (origin, client) : (client, origin);
        var bytes = await SendAsync(sender, kib);
        sender.Rst();
        await UntilResetIsToldAsync();
        Bytes.Of(await receiver.ReadAsync(bytes.Length)).AsSpan().SequenceEqual(bytes).Should().BeTrue();
        await receiver.Invoking(peer => peer.ReadToFinAsync()).Should().ThrowAsync<SocketException>();
    }

    [Test]
    public async Task A_client_that_goes_in_the_middle_of_a_transfer_ends_it()
    {
        var (client, origin) = await TunnelAsync();
        var sending = origin.Invoking(async peer =>
        {
            while (true)
                await peer.SendAsync(new byte[64 * 1024]);
        }).Should().ThrowAsync<SocketException>();
        await client.ReadAsync(100_000);
        client.Dispose();
        await sending;
    }

    /// <summary>Sends that much, and waits until its own kernel has delivered it; otherwise closing could lose it.</summary>
    private static async Task<byte[]> SendAsync(Peer peer, int kib)
    {
        var bytes = new byte[kib * 1024];
        Random.Shared.NextBytes(bytes);
        await peer.SendAsync(bytes);
        await Delivery.AwaitAsync(new TcpConnection(peer.Socket, trace: null), TimeSpan.FromSeconds(20), CancellationToken.None);
        return bytes;
    }

    /// <summary>Sends towards a side that has closed, until the proxy has learnt that from a RST.</summary>
    private Task MeetResetAsync(Peer peer) => UntilResetIsToldAsync(() => peer.SendAsync(new string('x', 24)));

    private async Task UntilResetIsToldAsync(Func<Task>? meanwhile = null)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!Log.Any(line => line.Contains("RST")))
        {
            await (meanwhile?.Invoke() ?? Task.CompletedTask);
            await Task.Delay(1, deadline.Token);
        }
    }
}
