using ConformanceKit.ReferenceProxy.Connections;
using ConformanceKit.ReferenceProxy.Tcp;

namespace ConformanceKit.ReferenceProxy.Tests.Connections;

/// <summary>A peer that reads slowly does not count as silent, although no copy notices its reading.</summary>
internal sealed class IdleClockTests
{
    [Test]
    public async Task Bytes_that_are_under_way_and_move_are_activity()
    {
        using var listener = new Origin();
        using var receiver = await Peer.DialAsync(IPEndPoint.Parse(listener.Authority));
        using var accepted = await listener.AcceptAsync();
        using var sender = new TcpConnection(accepted.Socket, trace: null);
        var clock = new IdleClock(sender);

        // 1. Nothing is in flight.
        clock.HasDelivered().Should().BeFalse();

        // 2. More is in flight than the kernels can hold, and the receiver's kernel has a part of it.
        var bytes = new byte[16 << 20];
        var sent = accepted.SendAsync(bytes);
        await Wait.UntilAsync(() => sender.State is { IsUnderWay: true, Delivered: > 0 });
        clock.HasDelivered().Should().BeTrue();

        // 3. The receiver reads a part of it.
        var before = sender.State.Delivered;
        var taken = 0;
        while (sender.State.Delivered == before)
            taken += (await receiver.ReadAsync(16 * 1024)).Length;
        clock.HasDelivered().Should().BeTrue();

        // 4. All of it has arrived: nothing more can move on this connection.
        await receiver.ReadAsync(bytes.Length - taken);
        await sent;
        await Wait.UntilAsync(() => !sender.State.IsUnderWay);
        clock.HasDelivered().Should().BeFalse();
    }
}
