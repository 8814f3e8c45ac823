using System.Diagnostics;
using System.Net.NetworkInformation;
using ConformanceKit.ReferenceProxy.Dialling;

namespace ConformanceKit.ReferenceProxy.Tests.Dialling;

internal sealed class ReachedAddressTests
{
    [TestCase("0.0.0.0", "127.0.0.1")]
    [TestCase("0", "127.0.0.1")]
    [TestCase("::", "::1")]
    [TestCase("0:0:0:0:0:0:0:0", "::1")]
    [TestCase("::ffff:0.0.0.0", "127.0.0.1")]
    [TestCase("::ffff:192.0.2.1", "192.0.2.1")]
    [TestCase("::192.0.2.1", "::192.0.2.1")]
    [TestCase("::1", "::1")]
    [TestCase("192.0.2.1", "192.0.2.1")]
    public void The_kernel_connects_to(string address, string expected) =>
        ReachedAddress.Of(IPAddress.Parse(address)).Should().Be(IPAddress.Parse(expected));

    [TestCase("::127.0.0.2", "127.0.0.2")]
    [TestCase("64:ff9b::127.0.0.2", "127.0.0.2")]
    [TestCase("64:ff9b::", "127.0.0.1")]
    [TestCase("2002:7f00:2::", "127.0.0.2")]
    [TestCase("::ffff:127.0.0.2", "127.0.0.2")]
    [TestCase("0.0.0.0", "0.0.0.0")]
    public void It_may_lead_to(string address, string expected) =>
        ReachedAddress.AllOf(IPAddress.Parse(address)).Should().Contain(IPAddress.Parse(expected))
            .And.Contain(IPAddress.Parse(address));

    [TestCase("::1")]
    [TestCase("::")]
    [TestCase("2001:db8::7f00:2")]
    public void It_leads_to_no_IPv4_address(string address) =>
        ReachedAddress.AllOf(IPAddress.Parse(address)).Should().OnlyContain(a => a.AddressFamily == AddressFamily.InterNetworkV6);

    [Test]
    public async Task Every_address_of_this_machine_is_known()
    {
        // Networks come and go, and a new IPv6 address cannot be used at once (RFC 4862 §5.4).
        var limit = Stopwatch.StartNew();
        while (Own().Any(address => !ReachedAddress.IsThisMachine(address)) && limit.Elapsed < TimeSpan.FromSeconds(30))
            await Task.Delay(100);

        Own().Should().NotBeEmpty().And.OnlyContain(address => ReachedAddress.IsThisMachine(address));
        ReachedAddress.IsThisMachine(IPAddress.Parse("192.0.2.1")).Should().BeFalse();
        ReachedAddress.IsThisMachine(IPAddress.Parse("2001:db8::1")).Should().BeFalse();
    }

    private static List<IPAddress> Own() =>
    [
        .. NetworkInterface.GetAllNetworkInterfaces().Where(i => i.OperationalStatus != OperationalStatus.Down)
            .SelectMany(i => i.GetIPProperties().UnicastAddresses).Select(a => a.Address).Where(a => !a.IsIPv6LinkLocal),
    ];
}
