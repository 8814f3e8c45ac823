using System.Security.Cryptography;
using ConformanceKit.Grading;
using ConformanceKit.Model;
using ConformanceKit.Origins;
using ConformanceKit.Running.Authoring;
using ConformanceKit.Wire;
using FluentAssertions;

namespace ConformanceKit.Scenarios.Tunnel;

/// <summary>
/// How a tunnel ends (RFC 9110 §9.3.6): when a side closes, what it had sent is delivered and the other side is closed. What the
/// other side had yet to send may be discarded, so half-close is recorded, not graded.
/// </summary>
public sealed class Ending(string proxy) : Scenario(proxy)
{
    private const int Bulk = 4 * 1024 * 1024;

    [Requirement("tunnel/flush-origin-close")]
    public async Task All_that_the_origin_sent_before_it_closed_reaches_a_slow_client()
    {
        var data = RandomNumberGenerator.GetBytes(Bulk);
        await using var origin = await Origins.ListenAsync();
        var (client, server) = await EstablishedAsync(origin);

        // 1. The client reads nothing until the origin has filled every buffer on the way, or has sent all and closed.
        var sending = server.SendAndFinishAsync(data);
        await SpendAsync(TimeUse.Quiet, Task.WhenAny(sending, Task.Delay(Waits.Quiet, Cancel)));

        // 2. Then it reads to the end.
        var end = await client.ReadToEndAsync();
        await sending;
        end.Should().HaveBytes(data).And.BeFin();
    }

    [Requirement("tunnel/flush-client-close")]
    public async Task All_that_the_client_sent_before_it_closed_reaches_the_origin()
    {
        var data = RandomNumberGenerator.GetBytes(Bulk);
        await using var origin = await Origins.ListenAsync();
        var (client, server) = await EstablishedAsync(origin);

        var sending = client.SendAndFinishAsync(data);
        var end = await server.ReadToEndAsync();
        await sending;

        end.Should().HaveBytes(data).And.BeFin();
    }

    [Requirement("tunnel/close-other-side", Title = "When one side closes, the other side is closed")]
    [Input("client", true)]
    [Input("origin", false)]
    public async Task When_one_side_closes_the_other_side_is_closed(bool clientCloses)
    {
        await using var origin = await Origins.ListenAsync();
        var (client, server) = await EstablishedAsync(origin);

        await (clientCloses ? client : server).DisposeAsync();

        // It may end with FIN or RST, but it has to end.
        var end = await (clientCloses ? server : client).ReadToEndAsync();
        end.Bytes.Should().BeEmpty();
    }

    [Requirement("tunnel/half-close-client")]
    public async Task Whether_the_origin_can_still_answer_after_the_client_ended_its_side()
    {
        await using var origin = await Origins.ListenAsync();
        var (client, server) = await EstablishedAsync(origin);
        Note(await HalfCloseAsync(client, server));
    }

    [Requirement("tunnel/half-close-origin")]
    public async Task Whether_the_client_can_still_send_after_the_origin_ended_its_side()
    {
        await using var origin = await Origins.ListenAsync();
        var (client, server) = await EstablishedAsync(origin);
        Note(await HalfCloseAsync(server, client));
    }

    [Requirement("tunnel/rst-origin")]
    public async Task A_reset_by_the_origin_is_passed_on_as_a_reset()
    {
        RequireFeature("direct-address"); // the forwarder of a container's published port turns RST into FIN
        await using var origin = await Origins.ListenAsync();
        var (client, server) = await EstablishedAsync(origin);

        server.Reset();

        (await client.ReadToEndAsync()).Should().BeReset();
    }

    [Requirement("tunnel/rst-client")]
    public async Task A_reset_by_the_client_is_passed_on_as_a_reset()
    {
        RequireFeature("direct-address"); // the forwarder of a container's published port turns RST into FIN
        await using var origin = await Origins.ListenAsync();
        var (client, server) = await EstablishedAsync(origin);

        client.Reset();

        (await server.ReadToEndAsync()).Should().BeReset();
    }

    // Some bytes make sure that the tunnel is really open.
    private async Task<(WireConnection Client, WireConnection Server)> EstablishedAsync(Origin origin)
    {
        var (client, server) = await Proxy.TunnelEndsAsync(origin);
        await client.SendAsync(AnyBytes.Ping);
        await server.ReadExactlyAsync(AnyBytes.Ping.Length);
        return (client, server);
    }

    private static async Task<string> HalfCloseAsync(WireConnection ending, WireConnection answering)
    {
        // 1. One side ends, and the other sees that.
        ending.ShutdownSend();
        await answering.ReadToEndAsync();

        // 2. The other side answers, then ends too. What the first one receives shows which model the proxy follows.
        await answering.TrySendAsync("answer");
        answering.ShutdownSend();
        var end = await ending.ReadToEndAsync();
        return end.Length == 6
            ? "half-close is propagated: the answer arrived after the FIN (RFC 9110 §3.7)"
            : $"both sides are closed on the first FIN: {end.Length} of 6 bytes arrived (RFC 9110 §9.3.6 permits it)";
    }
}
