using System.Net.NetworkInformation;
using ConformanceKit.ReferenceProxy.Dialling;

namespace ConformanceKit.ReferenceProxy.Tests.Dialling;

internal sealed class DestinationPolicyTests
{
    [TestCase("o:443", null)]
    [TestCase("o:8010", null)]
    [TestCase("o:25", RejectionReason.PortNotAllowed)]
    [TestCase("bad.example:443", RejectionReason.DestinationDenied)]
    [TestCase("b%61d.exampl%65:443", RejectionReason.DestinationDenied)]
    [TestCase("bad.example..:443", RejectionReason.DestinationDenied)]
    [TestCase("BAD.example.:443", RejectionReason.DestinationDenied)]
    [TestCase("some.example:443", RejectionReason.DestinationDenied)]
    [TestCase("some.example:8010", null)]
    [TestCase("not-bad.example:443", null)]
    public void Names_and_ports(string target, object? expected)
    {
        var policy = new DestinationPolicy(
            [PortRange.Parse("443"), PortRange.Parse("8000-8010")],
            [DenyRule.Parse("bad.example"), DenyRule.Parse("some.example:443")],
            []);
        policy.Check(Authority.ParseAuthorityForm(target).Value).Should().Be((RejectionReason?)expected);
    }

    [TestCase("10.1.2.3", 80, RejectionReason.AddressProhibited)]
    [TestCase("::ffff:10.1.2.3", 80, RejectionReason.AddressProhibited)]
    [TestCase("11.0.0.1", 80, null)]
    [TestCase("192.0.2.1", 25, RejectionReason.AddressProhibited)]
    [TestCase("192.0.2.1", 80, null)]
    [TestCase("fd00::1", 80, RejectionReason.AddressProhibited)]
    [TestCase("127.0.0.1", 3128, RejectionReason.LoopDetected)]
    [TestCase("::ffff:127.0.0.1", 3128, RejectionReason.LoopDetected)]
    [TestCase("0.0.0.0", 3128, RejectionReason.LoopDetected)]
    [TestCase("127.0.0.1", 3129, null)]
    [TestCase("127.0.0.2", 3128, null)]
    public void Addresses(string address, int port, object? expected)
    {
        var policy = new DestinationPolicy(
            allowedPorts: null,
            [DenyRule.Parse("10.0.0.0/8"), DenyRule.Parse("192.0.2.1:25"), DenyRule.Parse("fd00::/8")],
            [new(IPAddress.Loopback, 3128)]);
        policy.Check(IPAddress.Parse(address), port).Should().Be((RejectionReason?)expected);
    }

    [Test]
    public void None_of_the_addresses_where_it_listens_is_dialled()
    {
        var policy = new DestinationPolicy(
            allowedPorts: null, denied: [], [new(IPAddress.Loopback, 3128), new(IPAddress.IPv6Loopback, 3129)]);
        policy.Check(IPAddress.Loopback, 3128).Should().Be(RejectionReason.LoopDetected);
        policy.Check(IPAddress.IPv6Loopback, 3129).Should().Be(RejectionReason.LoopDetected);
        policy.Check(IPAddress.Loopback, 3129).Should().BeNull();
    }

    [Test]
    public void A_proxy_on_every_address_is_reached_on_every_loopback_address()
    {
        var policy = new DestinationPolicy(allowedPorts: null, denied: [], [new(IPAddress.Any, 3128)]);
        policy.Check(IPAddress.Parse("127.0.0.9"), 3128).Should().Be(RejectionReason.LoopDetected);
    }

    [Test]
    public void A_proxy_on_every_address_is_reached_on_each_that_this_machine_has()
    {
        var policy = new DestinationPolicy(allowedPorts: null, denied: [], [new(IPAddress.Any, 3128)]);
        var own = NetworkInterface.GetAllNetworkInterfaces().SelectMany(i => i.GetIPProperties().UnicastAddresses)
            .Select(a => a.Address)
            .Where(a => a.AddressFamily == AddressFamily.InterNetwork).ToList();
        own.Should().NotBeEmpty();
        own.Should().OnlyContain(address => policy.Check(address, 3128) == RejectionReason.LoopDetected);
        policy.Check(IPAddress.Parse("192.0.2.1"), 3128).Should().BeNull();
        policy.Check(IPAddress.IPv6Loopback, 3128).Should().BeNull("it listens on IPv4 alone");
    }

    [TestCase("a b")]
    [TestCase("")]
    [TestCase("10.0.0.0/99")]
    [TestCase("host:0")]
    [TestCase("host:x")]
    public void A_rule_that_says_nothing_is_a_mistake(string text) =>
        FluentActions.Invoking(() => DenyRule.Parse(text)).Should().Throw<FormatException>();

    [TestCase("0")]
    [TestCase("65536")]
    [TestCase("9-8")]
    [TestCase("+1")]
    [TestCase("")]
    public void Ports_are_checked(string text) =>
        FluentActions.Invoking(() => PortRange.Parse(text)).Should().Throw<FormatException>();
}
