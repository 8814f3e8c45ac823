using ConformanceKit.ReferenceProxy.Dialling;

namespace ConformanceKit.ReferenceProxy.Tests.Dialling;

internal sealed class DialerTests
{
    private static readonly CancellationToken s_timeIsUp = new(canceled: true);

    [Test]
    public async Task A_connection_that_is_there_when_the_time_is_up_is_taken()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();

        // On loopback the connection is established when connect returns, no matter when that is reported.
        using var dialled = await Dialer.ConnectAsync((IPEndPoint)listener.LocalEndpoint, s_timeIsUp);

        using var accepted = await listener.AcceptSocketAsync();
        await dialled.SendAsync("there"u8.ToArray());
        (await accepted.ReceiveAsync(new byte[16])).Should().Be(5);
    }

    [Test]
    public async Task Without_a_connection_the_time_counts()
    {
        using var hole = new BlackHole();

        var dialling = () => Dialer.ConnectAsync(IPEndPoint.Parse(hole.Authority), s_timeIsUp);

        await dialling.Should().ThrowAsync<OperationCanceledException>();
    }
}
