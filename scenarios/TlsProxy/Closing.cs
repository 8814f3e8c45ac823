using System.Security.Authentication;
using System.Security.Cryptography;
using ConformanceKit.Grading;
using ConformanceKit.Model;
using ConformanceKit.Origins;
using ConformanceKit.Running.Authoring;
using ConformanceKit.Wire;
using FluentAssertions;

namespace ConformanceKit.Scenarios.TlsProxy;

/// <summary>
/// How TLS to the proxy ends (RFC 9112 §9.8): with a closure alert before FIN if all has been sent, and without one if not. Only
/// orderly ends are graded.
/// </summary>
public sealed class Closing(string proxy) : Scenario(proxy)
{
    private const int Bulk = 1024 * 1024;

    [Requirement("tls-proxy/close-notify", Title = "A closure alert precedes FIN")]
    [Input("rejected", true)]
    [Input("tunnel", false)]
    public async Task A_closure_alert_precedes_FIN(bool rejected)
    {
        await using var tls = await DialVisiblyAsync();
        if (rejected)
        {
            await using var refused = await Origins.RefusedAsync();
            await tls.Inside.SendAsync(Requests.Connect(refused.Authority, "Connection: close"));
            if (await tls.Inside.IsClosedAsync())
                NotApplicable("the proxy ends the connection without a reply, and that is no end in order");
            if ((await tls.Inside.ReadResponseAsync("CONNECT")).IsSuccessful)
                NotApplicable("the proxy claims a tunnel to a target that refuses the connection");
            if (!await IsClosedAsync(tls.Inside))
                NotApplicable("the proxy leaves the connection open after a CONNECT that it has rejected");
        }
        else
        {
            await using var origin = await Origins.ListenAsync();
            (await tls.Inside.ConnectAsync(origin)).Should().BeSuccessful();
            var server = await origin.NextConnectionAsync();
            await server.SendAsync(AnyBytes.Ping);
            server.ShutdownSend();
        }

        var end = await tls.Inside.ReadToEndAsync();
        if (!rejected)
            end.Should().HaveBytes(AnyBytes.Ping);
        if (end is { Kind: EndKind.Fin } && !tls.IsEndedByAlert)
            throw Broken(end, "FIN came without a closure alert, so the client cannot tell that nothing is missing");
        end.Should().BeFin();
    }

    [Requirement("tls-proxy/flush-then-alert", DependsOn = "tls-proxy/close-notify/tunnel",
        Title = "All that the origin sent reaches a slow client before the closure alert")]
    public async Task All_that_the_origin_sent_reaches_a_slow_client_before_the_closure_alert()
    {
        var data = RandomNumberGenerator.GetBytes(Bulk);
        await using var origin = await Origins.ListenAsync();
        await using var tls = await DialVisiblyAsync();
        (await tls.Inside.ConnectAsync(origin)).Should().BeSuccessful();
        var server = await origin.NextConnectionAsync();

        // The client reads nothing until the origin has filled every buffer on the way, or has sent all and closed.
        var sending = server.SendAndFinishAsync(data);
        await SpendAsync(TimeUse.Quiet, Task.WhenAny(sending, Task.Delay(Waits.Quiet, Cancel)));

        var end = await tls.Inside.ReadToEndAsync();
        await sending;
        end.Should().HaveBytes(data);
        if (!tls.IsEndedByAlert)
            throw Broken(end, "the tunnel ended without a closure alert, so the client cannot tell that nothing is missing");
    }

    [Requirement("tls-proxy/half-close", Title = "Whether a client that sent its closure alert still gets the reply")]
    public async Task Whether_a_client_that_sent_its_closure_alert_still_gets_the_reply()
    {
        await using var origin = await Origins.ListenAsync();
        var (client, server) = await Proxy.TunnelEndsAsync(origin, Proxy.TlsListener);

        await client.SendAsync("question");
        client.ShutdownSend();
        await server.ReadToEndAsync();
        await server.TrySendAsync("answer");
        server.ShutdownSend();

        var end = await client.ReadToEndAsync();
        Note(end.Length == 6
            ? "half-close is propagated: the answer arrived after the client's closure alert"
            : $"both directions end with the client's closure alert: {end.Length} of 6 bytes arrived");
    }

    [Requirement("tls-proxy/truncation", Title = "What the origin sees of a client that ends without a closure alert")]
    public async Task What_the_origin_sees_of_a_client_that_ends_without_a_closure_alert()
    {
        await using var origin = await Origins.ListenAsync();
        var below = await Proxy.DialTcpAsync(Proxy.TlsListener);
        await using var tls = await below.TlsAsync("");
        (await tls.Inside.ConnectAsync(origin)).Should().BeSuccessful();
        var server = await origin.NextConnectionAsync();
        await tls.Inside.SendAsync(AnyBytes.Ping);
        (await server.ReadExactlyAsync(AnyBytes.Ping.Length)).Should().Equal(AnyBytes.Ping);

        below.ShutdownSend();

        var end = await server.ReadToEndAsync();
        Note(end.Kind == EndKind.Reset
            ? "FIN without an alert is passed on as RST: the origin can tell that something may be missing"
            : "FIN without an alert is passed on as FIN: the origin takes what it got for complete");
    }

    [Requirement("tls-proxy/origin-rst", Title = "A reset by the origin is not told as an orderly end")]
    public async Task A_reset_by_the_origin_is_not_told_as_an_orderly_end()
    {
        await using var origin = await Origins.ListenAsync();
        await using var tls = await DialVisiblyAsync();
        (await tls.Inside.ConnectAsync(origin)).Should().BeSuccessful();
        var server = await origin.NextConnectionAsync();
        await server.SendAsync(AnyBytes.Ping);
        (await tls.Inside.ReadExactlyAsync(AnyBytes.Ping.Length)).Should().Equal(AnyBytes.Ping);

        server.Reset();

        var end = await tls.Inside.ReadToEndAsync();
        if (tls.IsEndedByAlert)
        {
            Warn(ReasonIds.EndNotReset,
                "the closure alert tells the client that everything has arrived, although the origin broke off", end.Marks);
        }
    }

    // In TLS 1.2 everybody can see which record is an alert.
    private async Task<TlsConnection> DialVisiblyAsync()
    {
        var listener = Proxy.TlsListener;
        try
        {
            return await Proxy.DialTlsAsync(listener, new("") { Version = SslProtocols.Tls12 });
        }
        catch (RequirementBrokenException)
        {
            return await Proxy.DialTlsAsync(listener, new(""));
        }
    }

    private static async Task<bool> IsClosedAsync(WireConnection connection)
    {
        try
        {
            return await connection.IsClosedAsync();
        }
        catch (RequirementBrokenException open) when (open.ReasonId == ReasonIds.BytesTimeout)
        {
            return false;
        }
    }

    private static RequirementBrokenException Broken(WireEnd end, string facts) =>
        new(ReasonIds.ClosureAlert, facts) { Marks = end.Marks };
}
