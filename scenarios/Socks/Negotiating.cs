using ConformanceKit.Grading;
using ConformanceKit.Model;
using ConformanceKit.Running.Authoring;
using ConformanceKit.UnderTest;
using ConformanceKit.Wire;

namespace ConformanceKit.Scenarios.Socks;

/// <summary>How client and proxy agree on who the client is (RFC 1928 §3, RFC 1929).</summary>
public sealed class Negotiating(string proxy) : Scenario(proxy)
{
    private const byte PrivateMethod = 0x80;

    [Requirement("socks/method-none", Feature = ProxyFeatures.Socks5,
        Title = "A client that offers no authentication gets it")]
    public async Task A_client_that_offers_no_authentication_gets_it()
    {
        await using var client = await Proxy.DialAsync(Proxy.Socks5Listener);
        (await client.OfferAsync(Socks5.NoAuthentication)).Should().Equal([5, Socks5.NoAuthentication]);
    }

    [Requirement("socks/no-acceptable", Title = "A client with no acceptable method is told so, and the connection ends")]
    public async Task A_client_with_no_acceptable_method_is_told_so_and_the_connection_ends()
    {
        await using var client = await Proxy.DialAsync(Proxy.Socks5Listener);
        (await client.OfferAsync(PrivateMethod)).Should().Equal([5, Socks5.NoAcceptableMethod]);

        // The client MUST close; that the proxy does too is practice.
        if (!await client.IsClosedAsync())
            Warn(ReasonIds.NotClosed, "the proxy keeps the connection open although nothing can follow");
    }

    [Requirement("socks/userpass", Feature = ProxyFeatures.Socks5Auth,
        Title = "A user name and a password that are right are accepted")]
    public async Task A_user_name_and_a_password_that_are_right_are_accepted()
    {
        await using var origin = await Origins.EchoAsync();
        var listener = Proxy.Socks5AuthListener;
        await using var client = await Proxy.DialAsync(listener);

        (await client.OfferAsync(Socks5.NoAuthentication, Socks5.UserPassword)).Should().Equal([5, Socks5.UserPassword]);
        (await client.LogInAsync(listener.User!, listener.Password!)).Should().Equal([1, 0]);
        Succeeded(await client.RequestAsync($"{origin.Address}", origin.Port));
    }

    [Requirement("socks/userpass-wrong",
        Title = "A wrong password is rejected, and the connection is closed")]
    public async Task A_wrong_password_is_rejected_and_the_connection_is_closed()
    {
        var listener = Proxy.Socks5AuthListener;
        await using var client = await Proxy.DialAsync(listener);

        (await client.OfferAsync(Socks5.UserPassword)).Should().Equal([5, Socks5.UserPassword]);
        var answer = await client.LogInAsync(listener.User!, $"{listener.Password}?");
        if (answer[1] == 0)
            throw new RequirementBrokenException(ReasonIds.Accepted, "a wrong password is accepted") { Marks = answer.Marks() };
        await client.Should().BeClosedAsync("the server MUST close after a failure");
    }

    private static void Succeeded(Socks5Reply reply) => Replies.Are(reply, 0);
}
