namespace ConformanceKit.ReferenceProxy.Tests.Proxy;

/// <summary>SOCKS5 (RFC 1928, RFC 1929), on the same dialler, policy and tunnel as CONNECT.</summary>
[CancelAfter(60_000)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class SocksTests : ProxyTest
{
    private const string NoAuthentication = "\x05\x01\x00";
    private const string UserPassword = "\x05\x01\x02";
    private const string Failed = "\x00\x01\x00\x00\x00\x00\x00\x00";

    private string Port => $"{(char)(Origin.Port >> 8)}{(char)(Origin.Port & 0xFF)}";

    private string ToOrigin => $"\x05\x01\x00\x01\x7f\x00\x00\x01{Port}";

    [Test]
    public async Task A_tunnel_carries_bytes_both_ways()
    {
        var client = await DialSocksAsync();
        await client.SendAsync(NoAuthentication);
        (await client.ReadAsync(2)).Should().Be("\x05\x00");
        await client.SendAsync(ToOrigin + "early");

        // The address from which the proxy reaches the origin.
        var origin = Keep(await Origin.AcceptAsync());
        var bound = ((IPEndPoint)origin.Socket.RemoteEndPoint!).Port;
        (await client.ReadAsync(10)).Should().Be($"\x05\x00\x00\x01\x7f\x00\x00\x01{(char)(bound >> 8)}{(char)(bound & 0xFF)}");
        (await origin.ReadAsync(5)).Should().Be("early");
        await origin.SendAsync("down");
        (await client.ReadAsync(4)).Should().Be("down");
    }

    [Test]
    public async Task Ends_are_passed_on_as_what_they_are()
    {
        var (client, origin) = await SocksTunnelAsync();
        client.Fin();
        (await origin.ReadToFinAsync()).Should().Be("");
        await origin.SendAsync("late");
        origin.Fin();
        (await client.ReadToFinAsync()).Should().Be("late");

        var (aborting, aborted) = await SocksTunnelAsync();
        aborting.Rst();
        await aborted.Awaiting(peer => peer.ReadToFinAsync()).Should().ThrowAsync<SocketException>();
    }

    [Test]
    public async Task A_domain_name_is_resolved_by_the_proxy()
    {
        StartSocks(options => options with { Resolve = _ => [IPAddress.Loopback] });
        var client = await DialSocksAsync();
        await client.SendAsync($"{NoAuthentication}\x05\x01\x00\x03\x0borigin.test{Port}");
        Keep(await Origin.AcceptAsync());
        (await client.ReadAsync(4)).Should().Be("\x05\x00\x05\x00");
    }

    [Test]
    public async Task An_IPv6_address_is_dialled()
    {
        using var origin = new Origin(IPAddress.IPv6Loopback);
        var client = await DialSocksAsync();
        var address = new string('\0', 15) + "\x01";
        var port = $"{(char)(origin.Port >> 8)}{(char)(origin.Port & 0xFF)}";
        await client.SendAsync($"{NoAuthentication}\x05\x01\x00\x04{address}{port}");
        Keep(await origin.AcceptAsync());
        (await client.ReadAsync(6)).Should().Be("\x05\x00\x05\x00\x00\x04");
    }

    [Test]
    public async Task It_may_arrive_byte_by_byte()
    {
        var client = await DialSocksAsync();
        foreach (var one in NoAuthentication + ToOrigin)
        {
            await client.SendAsync($"{one}");
            await Task.Delay(1);
        }

        Keep(await Origin.AcceptAsync());
        (await client.ReadAsync(4)).Should().Be("\x05\x00\x05\x00");
    }

    [TestCase("\x05\x01\x80", "\x05\xff", "no acceptable method")]
    [TestCase("\x05\x00", "\x05\xff", "no acceptable method")]
    [TestCase("\x05\x01\x02", "\x05\xff", "no acceptable method")]
    [TestCase("\x04\x01\x00\x50\x7f\x00\x00\x01\x00", "", "not SOCKS5: the first byte is 04")]
    [TestCase("GET http://a/ HTTP/1.1\r\n\r\n", "", "not SOCKS5: the first byte is 47")]
    [TestCase("\x16\x03\x01\x02\x00", "", "not SOCKS5: the first byte is 16")]
    public async Task What_is_no_offer_is_closed_with_one_log_line(string bytes, string expected, string logged)
    {
        var client = await DialSocksAsync();
        await client.SendAsync(bytes);

        (await client.ReadToFinAsync()).Should().Be(expected);

        await Wait.UntilAsync(() => Log.Count(line => line.Contains("\"-\" 0 ") && line.Contains(logged)) == 1);
        await SocksTunnelAsync();
    }

    [Test]
    public async Task An_offer_may_have_255_methods()
    {
        var client = await DialSocksAsync();
        await client.SendAsync($"\x05\xff{new string('\x80', 254)}\0{ToOrigin}");
        Keep(await Origin.AcceptAsync());
        (await client.ReadAsync(4)).Should().Be("\x05\x00\x05\x00");
    }

    [TestCase('\x02', '\x07')]
    [TestCase('\x03', '\x07')]
    [TestCase('\x09', '\x07')]
    public async Task Only_CONNECT_is_supported(char command, char code) =>
        await RepliesAsync($"\x05{command}\x00\x01\x7f\x00\x00\x01{Port}", code);

    [Test]
    public async Task An_unknown_type_of_address_has_its_code() => await RepliesAsync("\x05\x01\x00\x02\x7f\x00", '\x08');

    [Test]
    public async Task A_message_of_another_version_is_a_failure() => await RepliesAsync("\x04\x01\x00\x01\x7f", '\x01');

    [Test]
    public async Task A_name_with_NULs_is_not_dialled() =>
        await RepliesAsync($"\x05\x01\x00\x03\xff{new string('\0', 255)}{Port}", '\x01');

    [Test]
    public async Task An_empty_name_is_not_dialled() => await RepliesAsync($"\x05\x01\x00\x03\x00{Port}", '\x01');

    [Test]
    public async Task Port_0_is_not_dialled() => await RepliesAsync("\x05\x01\x00\x01\x7f\x00\x00\x01\x00\x00", '\x01');

    [Test]
    public async Task A_name_that_has_no_address_makes_the_host_unreachable()
    {
        StartSocks(options => options with { Resolve = _ => throw new SocketException((int)SocketError.HostNotFound) });
        await RepliesAsync($"\x05\x01\x00\x03\x0borigin.test{Port}", '\x04');
    }

    [Test]
    public async Task A_refused_connection_has_its_code()
    {
        var closed = ToOrigin;
        Origin.Dispose();
        await RepliesAsync(closed, '\x05');
    }

    [Test]
    public async Task What_the_policy_forbids_has_its_code()
    {
        StartSocks(options => options with { AllowedPorts = [new(1, 1)] });
        await RepliesAsync(ToOrigin, '\x02');
    }

    [Test]
    public async Task A_client_that_is_not_allowed_has_its_code()
    {
        StartSocks(options => options with { AllowedClients = [IPNetwork.Parse("192.0.2.0/24")] });
        await RepliesAsync(ToOrigin, '\x02');
    }

    [TestCase("alice", "secret", true)]
    [TestCase("alice", "wrong", false)]
    [TestCase("alice:secret", "", false)]
    [TestCase("", "", false)]
    public async Task A_user_name_and_password_are_checked(string user, string password, bool accepted)
    {
        StartSocks(options => options with { Credentials = [new("alice", "secret")] });
        var client = await DialSocksAsync();
        await client.SendAsync(UserPassword);
        (await client.ReadAsync(2)).Should().Be("\x05\x02");
        await client.SendAsync($"\x01{(char)user.Length}{user}{(char)password.Length}{password}{ToOrigin}");

        if (accepted)
        {
            (await client.ReadAsync(4)).Should().Be("\x01\x00\x05\x00");
            Keep(await Origin.AcceptAsync());
            return;
        }

        (await client.ReadToFinAsync()).Should().Be("\x01\x01");
        Origin.HasBeenDialled.Should().BeFalse();
        await Wait.UntilAsync(() => Log.Any(line => line.Contains("wrong credentials")));
    }

    [TestCase("\x05")]
    [TestCase("\x05\x05\x00")]
    [TestCase("\x05\x01\x00\x05\x01\x00\x01\x7f")]
    public async Task A_client_that_stops_half_way_is_given_up(string bytes)
    {
        StartSocks(options => options with { HandshakeTimeout = Short });
        var client = await DialSocksAsync();
        await client.SendAsync(bytes);

        (await client.ReadToFinAsync()).Should().NotContain("\x05\x00\x00\x01");

        await Wait.UntilAsync(() => Log.Any(line => line.Contains("took too long")));
    }

    [Test]
    public async Task A_client_that_keeps_its_password_to_itself_is_given_up()
    {
        StartSocks(options => options with { HandshakeTimeout = Short, Credentials = [new("alice", "secret")] });
        var client = await DialSocksAsync();
        await client.SendAsync($"{UserPassword}\x01\x05ali");

        (await client.ReadToFinAsync()).Should().Be("\x05\x02");

        await Wait.UntilAsync(() => Log.Any(line => line.Contains("took too long")));
    }

    [Test]
    public async Task HTTP_has_no_SOCKS()
    {
        var client = await DialAsync();
        await client.SendAsync(NoAuthentication + ToOrigin + "\r\n\r\n");
        (await client.ReadToFinAsync()).Should().StartWith("HTTP/1.1 400 ");
        Origin.HasBeenDialled.Should().BeFalse();
    }

    [Test]
    public async Task A_proxy_does_not_dial_itself()
    {
        StartSocks();
        var port = Proxy.EndPoint.Port;
        await RepliesAsync($"\x05\x01\x00\x01\x7f\x00\x00\x01{(char)(port >> 8)}{(char)(port & 0xFF)}", '\x02');
    }

    private void StartSocks(Func<ProxyOptions, ProxyOptions>? change = null) =>
        StartProxy(options => (change ?? (o => o))(options with { SocksListen = new(IPAddress.Loopback, 0) }));

    private async Task<Peer> DialSocksAsync()
    {
        if (!IsStarted)
            StartSocks();
        return Keep(await Peer.DialAsync(Proxy.SocksEndPoint!));
    }

    private async Task<(Peer Client, Peer Origin)> SocksTunnelAsync()
    {
        var client = await DialSocksAsync();
        await client.SendAsync(NoAuthentication + ToOrigin);
        var origin = Keep(await Origin.AcceptAsync());
        (await client.ReadAsync(12)).Should().StartWith("\x05\x00\x05\x00");
        return (client, origin);
    }

    private async Task RepliesAsync(string request, char code)
    {
        var client = await DialSocksAsync();
        await client.SendAsync(NoAuthentication + request);
        (await client.ReadToFinAsync()).Should().Be($"\x05\x00\x05{code}{Failed}");
    }
}
