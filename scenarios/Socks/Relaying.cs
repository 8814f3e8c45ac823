using System.Security.Cryptography;
using System.Text;
using ConformanceKit.Grading;
using ConformanceKit.Model;
using ConformanceKit.Running.Authoring;
using ConformanceKit.Wire;

namespace ConformanceKit.Scenarios.Socks;

/// <summary>The tunnel behind a SOCKS5 reply, and other protocols on the ports of each other.</summary>
public sealed class Relaying(string proxy) : Scenario(proxy)
{
    private const int Bulk = 4 * 1024 * 1024;

    [Requirement("socks/split", Title = "Each message may come byte by byte")]
    public async Task Each_message_may_come_byte_by_byte()
    {
        await using var origin = await Origins.ListenAsync();
        await using var client = await Proxy.DialAsync(Proxy.Socks5Listener);

        await client.SendBytewiseAsync(Socks5.Offer(Socks5.NoAuthentication));
        (await client.ReadExactlyAsync(2)).Should().Equal([5, Socks5.NoAuthentication]);
        await client.SendBytewiseAsync(Socks5.Request(Socks5.Connect, $"{origin.Address}", origin.Port));

        Replies.Are(await client.ReadReplyAsync(), 0);
    }

    [Requirement("socks/server-first", Title = "An origin that speaks first is heard")]
    public async Task An_origin_that_speaks_first_is_heard()
    {
        await using var origin = await Origins.ListenAsync();
        var (client, server) = await Proxy.SocksTunnelAsync(Proxy.Socks5Listener, origin);

        await server.SendAsync("220 origin.test\r\n");

        (await client.ReadExactlyAsync(17)).Should().Equal("220 origin.test\r\n");
    }

    [Requirement("socks/flush-origin-close", Title = "All that the origin sent before it closed reaches a slow client")]
    public async Task All_that_the_origin_sent_before_it_closed_reaches_a_slow_client()
    {
        var data = RandomNumberGenerator.GetBytes(Bulk);
        await using var origin = await Origins.ListenAsync();
        var (client, server) = await Proxy.SocksTunnelAsync(Proxy.Socks5Listener, origin);

        // The client reads nothing until the origin has filled every buffer on the way, or has sent all and closed.
        var sending = server.SendAndFinishAsync(data);
        await SpendAsync(TimeUse.Quiet, Task.WhenAny(sending, Task.Delay(Waits.Quiet, Cancel)));
        var end = await client.ReadToEndAsync();
        await sending;

        end.Should().HaveBytes(data);
    }

    [Requirement("socks/http-on-socks-port", Title = "An HTTP request opens no tunnel where SOCKS5 is expected")]
    public async Task An_HTTP_request_opens_no_tunnel_where_SOCKS5_is_expected()
    {
        await using var origin = await Origins.ListenAsync();
        await using var client = await Proxy.DialAsync(Proxy.Socks5Listener);

        await client.SendAsync(Requests.Connect(origin.Authority));
        var answer = await client.ReadSomeAsync();

        if (Answers.IsSuccessful(Encoding.Latin1.GetString(answer)))
        {
            throw new RequirementBrokenException(ReasonIds.Accepted, "a CONNECT opened a tunnel at the listener for SOCKS5")
            {
                Marks = answer.Marks(),
            };
        }

        await origin.Should().HaveReceivedNothingAsync("the client does not speak SOCKS5");
    }

    [Requirement("socks/socks-on-http-port",
        Title = "A SOCKS5 request opens no tunnel where HTTP is expected")]
    public async Task A_SOCKS5_request_opens_no_tunnel_where_HTTP_is_expected()
    {
        await using var origin = await Origins.ListenAsync();
        await using var client = await Proxy.DialAsync();

        // A line end for a proxy that waits for one.
        await client.SendAsync((byte[])
        [
            .. Socks5.Offer(Socks5.NoAuthentication), .. Socks5.Request(Socks5.Connect, $"{origin.Address}", origin.Port),
            .. "\r\n\r\n"u8,
        ]);
        if (!await client.IsClosedAsync() && await client.ReadSomeAsync() is [5, 0, ..] both)
        {
            throw new RequirementBrokenException(ReasonIds.Accepted, "SOCKS5 is served at the listener for HTTP")
            {
                Marks = both.Marks(),
            };
        }

        await origin.Should().HaveReceivedNothingAsync("the client does not speak HTTP");
    }
}
