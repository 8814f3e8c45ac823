using System.Net;
using ConformanceKit.Model;
using ConformanceKit.UnderTest;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Tests.UnderTest;

/// <summary>The listeners of a running instance that the command line names.</summary>
[TestFixture, Parallelizable(ParallelScope.All)]
internal sealed class GivenListenersTests
{
    [Test]
    public void Each_kind_has_its_option_and_credentials_make_it_another_listener()
    {
        var listeners = GivenListeners.Of(new([])
        {
            Address = "http://h:1",
            AuthAddress = "http://u:p@h:2",
            TlsAddresses = ["https://h:3", "https://u:p%3Aq@h:4"],
            H2Addresses = ["https://h:7", "https://u:p@h:8"],
            H2cAddresses = ["http://u:p@h:10", "http://h:9"],
            SocksAddresses = ["socks5://u:p@[::1]:6", "socks5://h:5"],
        });

        listeners.Should().BeEquivalentTo(new Dictionary<string, ProxyAddress>
        {
            ["plain"] = new("h", 1, "h:1", null, null),
            ["auth"] = new("h", 2, "h:2", "u", "p"),
            ["tls"] = new("h", 3, "h:3", null, null) { IsTls = true },
            ["tls-auth"] = new("h", 4, "h:4", "u", "p:q") { IsTls = true },
            ["h2"] = new("h", 7, "h:7", null, null) { IsTls = true },
            ["h2-auth"] = new("h", 8, "h:8", "u", "p") { IsTls = true },
            ["h2c"] = new("h", 9, "h:9", null, null),
            ["h2c-auth"] = new("h", 10, "h:10", "u", "p"),
            ["socks5"] = new("h", 5, "h:5", null, null),
            ["socks5-auth"] = new("::1", 6, "[::1]:6", "u", "p"),
        });
    }

    [TestCase("http://h:1", "the scheme is 'http', which is for --proxy; write socks5://HOST:PORT.")]
    [TestCase("socks5h://h:1", "the scheme is 'socks5h'; write socks5://HOST:PORT.")]
    [TestCase("proxy:1", "the scheme is 'proxy'; write socks5://HOST:PORT.")]
    [TestCase("socks5://h", "the port is missing; write socks5://HOST:PORT.")]
    [TestCase("socks5://h:0", "the port is missing; write socks5://HOST:PORT.")]
    [TestCase("socks5://h:1/x", "nothing may follow the port; write socks5://HOST:PORT.")]
    [TestCase("socks5://h:1?x", "nothing may follow the port; write socks5://HOST:PORT.")]
    [TestCase("socks5://u@h:1",
        "user and password are missing; write socks5://USER:PASSWORD@HOST:PORT, user and password percent-encoded.")]
    public void A_bad_address_is_one_line(string uri, string why) =>
        FluentActions.Invoking(() => GivenListeners.Of(new([]) { SocksAddresses = [uri] }))
            .Should().Throw<UsageException>().WithMessage($"--socks-proxy {uri}: {why}");

    [TestCase("https://h:1", "https://h:2", "without")]
    [TestCase("https://u:p@h:1", "https://v:p@h:2", "with")]
    public void Two_addresses_for_one_listener_are_one_too_many(string one, string other, string kind) =>
        FluentActions.Invoking(() => GivenListeners.Of(new([]) { TlsAddresses = [one, other] }))
            .Should().Throw<UsageException>().WithMessage(
                $"--tls-proxy is given twice {kind} credentials: give it once without and once with credentials at most.");

    [Test]
    public void Without_HTTP_the_listener_for_SOCKS5_stands_for_the_proxy()
    {
        var choice = new ProxyChoice([]) { SocksAddresses = ["socks5://h:5", "socks5://u:p@h:6"] }.Checked();

        var instance = AddressDefinition.Of(choice, ProxyDescription.Unknown);

        choice.HasAddress.Should().BeTrue();
        choice.Names.Should().BeEmpty("the instance is graded, and not the reference");
        instance.Name.Should().Be("h:5");
        instance.Main.Should().Be("socks5");
        new AddressProxy(instance).Features.Should().BeEquivalentTo("ipv6", "socks5", "socks5-auth", "direct-address");
    }

    [Test]
    public void A_listener_for_TLS_is_dialled_with_TLS()
    {
        var choice = new ProxyChoice([]) { Address = "http://h:1", TlsAddresses = ["https://h:3"] };
        var anywhere = new IPEndPoint(IPAddress.Loopback, 3);

        var instance = AddressDefinition.Of(choice, ProxyDescription.Unknown);

        instance.Listeners["tls"].ListenerAt(anywhere).Should().Be(new Listener(anywhere) { IsTls = true });
        new AddressProxy(instance).Features.Should().BeEquivalentTo("connect", "http", "ipv6", "tls", "direct-address");
    }

    [Test]
    public void A_case_is_reproduced_with_the_same_listeners() => new ProxyChoice([])
    {
        Address = "http://h:1",
        TlsAddresses = ["https://h:3", "https://u:p@h:4"],
        H2Addresses = ["https://h:7"],
        H2cAddresses = ["http://h:9"],
        SocksAddresses = ["socks5://h:5"],
    }.AddressArguments.Should().Be(
        "--proxy http://h:1 --tls-proxy https://h:3 --tls-proxy https://u:p@h:4 --h2-proxy https://h:7 --h2c-proxy http://h:9 "
            + "--socks-proxy socks5://h:5");

    [Test]
    public void The_listener_for_HTTP_2_in_cleartext_takes_the_place_of_the_one_inside_TLS()
    {
        var anywhere = new IPEndPoint(IPAddress.Loopback, 1);
        var running = new RunningSubject(
            new Dictionary<string, Listener>
            {
                ["plain"] = new(anywhere),
                ["h2"] = new(anywhere) { IsTls = true },
                ["h2c"] = new(anywhere),
            },
            "", "", IPAddress.Loopback, "", null);

        running.Through("h2c").Listeners.Should().BeEquivalentTo(
            new Dictionary<string, Listener> { ["h2"] = new(anywhere) });
    }

    [Test]
    public void One_listener_without_credentials_is_needed() =>
        FluentActions.Invoking(() => AddressDefinition.Of(
            new ProxyChoice([]) { SocksAddresses = ["socks5://u:p@h:6"] }.Checked(), ProxyDescription.Unknown))
            .Should().Throw<UsageException>().WithMessage("a listener without credentials is missing: give --proxy "
                + "http://HOST:PORT, or --socks-proxy socks5://HOST:PORT if the proxy speaks only SOCKS5.");
}
