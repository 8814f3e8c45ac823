using ConformanceKit.Grading;
using ConformanceKit.Model;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Tests.Wire;

[CancelAfter(20_000)]
internal sealed class SettlingTests
{
    private static CancellationToken Cancel => TestContext.CurrentContext.CancellationToken;

    [Test]
    public async Task Reading_until_quiet_ends_with_silence_or_with_the_end()
    {
        await using var pair = await WirePair.OpenAsync(cancel: Cancel);
        await pair.Peer.SendAsync("first", Cancel);
        (await pair.Client.ReadUntilQuietAsync(Cancel)).Should().Equal("first");

        await pair.Peer.SendAsync("second", Cancel);
        pair.Peer.ShutdownSend();
        (await pair.Client.ReadUntilQuietAsync(Cancel)).Should().Equal("second");
        pair.Client.PeerFinished.Should().BeTrue();
    }

    [Test]
    public async Task Whether_it_is_closed_leaves_what_came_unread()
    {
        await using var pair = await WirePair.OpenAsync(cancel: Cancel);
        await pair.Peer.SendAsync("more", Cancel);
        (await pair.Client.IsClosedAsync(cancel: Cancel)).Should().BeFalse();
        (await pair.Client.ReadExactlyAsync(4, cancel: Cancel)).Should().Equal("more");

        pair.Peer.ShutdownSend();
        (await pair.Client.IsClosedAsync(cancel: Cancel)).Should().BeTrue();
        await pair.Client.Should().BeClosedAsync();
    }

    [TestCase("a stray reply", "unexpected-bytes")]
    public async Task What_comes_instead_of_the_end_is_named(string bytes, string reason)
    {
        await using var pair = await WirePair.OpenAsync(cancel: Cancel);
        await pair.Peer.SendAsync(bytes, Cancel);

        var grading = () => pair.Client.Should().BeClosedAsync();

        (await grading.Should().ThrowAsync<RequirementBrokenException>()).Which.ReasonId.Should().Be(reason);
    }

    [Test]
    public async Task A_connection_that_stays_open_in_silence_is_not_closed()
    {
        var waits = new Waits { Quiet = TimeSpan.FromMilliseconds(20), Reply = TimeSpan.FromMilliseconds(100) };
        await using var pair = await WirePair.OpenAsync(waits, Cancel);

        var grading = () => pair.Client.Should().BeClosedAsync();

        (await grading.Should().ThrowAsync<RequirementBrokenException>()).Which.ReasonId.Should().Be("not-closed");
    }

    [Test]
    public async Task What_the_peer_has_taken_is_acknowledged()
    {
        if (!OperatingSystem.IsLinux())
            Assert.Ignore("only Linux says which bytes have been acknowledged");
        await using var pair = await WirePair.OpenAsync(cancel: Cancel);

        await pair.Client.SendAsync("taken", Cancel);
        pair.Client.ShutdownSend();

        (await pair.Client.AcknowledgedAsync(cancel: Cancel)).Should().BeTrue();
    }

    [Test]
    public async Task What_the_peer_has_no_room_for_is_not_acknowledged()
    {
        if (!OperatingSystem.IsLinux())
            Assert.Ignore("only Linux says which bytes have been acknowledged");
        var waits = new Waits { Quiet = TimeSpan.FromMilliseconds(20), Reply = TimeSpan.FromMilliseconds(200) };
        await using var pair = await WirePair.OpenAsync(waits, Cancel);

        // The peer does not read, so when a send gets stuck, every buffer on the path is full.
        var filling = async () =>
        {
            while (await pair.Client.TrySendAsync(new byte[1024 * 1024], Cancel))
            {
                // Send until there is no more room.
            }
        };
        await filling.Should().ThrowAsync<RequirementBrokenException>();

        (await pair.Client.AcknowledgedAsync(cancel: Cancel)).Should().BeFalse();
        pair.Peer.Reset();
    }

    [Test]
    public async Task What_had_arrived_is_read_after_a_send_has_met_the_reset()
    {
        await using var pair = await WirePair.OpenAsync(cancel: Cancel);
        await pair.Peer.SendAsync("before", Cancel);
        if (OperatingSystem.IsLinux())
            await pair.Peer.AcknowledgedAsync(cancel: Cancel);
        pair.Peer.Reset();
        while (await pair.Client.TrySendAsync("x", Cancel))
            await Task.Yield();

        var end = await pair.Client.ReadToEndAsync(cancel: Cancel);

        end.Bytes.Should().Equal("before");
        end.Kind.Should().Be(ConformanceKit.Wire.EndKind.Reset);
    }
}
