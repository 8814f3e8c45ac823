using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using ConformanceKit.Model;
using ConformanceKit.Mutants;
using ConformanceKit.ReferenceProxy;
using ConformanceKit.Trying;
using ConformanceKit.UnderTest;
using ConformanceKit.Wire;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Tests.Trying;

/// <summary>Which names lead to an origin of the kit's own, and which addresses that origin can have.</summary>
internal sealed class StandInTests
{
    [TestCase("example.test", true)]
    [TestCase("a.b.TEST.", true)]
    [TestCase("www.example.com", true)]
    [TestCase("example.com", false)]
    [TestCase("test", false)]
    [TestCase("", false)]
    [TestCase(null, false)]
    public void Names_under_test_and_the_users_own_stand_for_it(string? name, bool isOurs) =>
        new StandIn(["www.Example.com"]).Is(name).Should().Be(isOurs);

    [Test]
    public void The_proxys_other_names_stay_the_resolvers()
    {
        var options = new StandIn([]).Into(new ProxyOptions { Resolve = _ => [IPAddress.Parse("192.0.2.44")] });

        options.Resolve!("example.com").Should().Equal(IPAddress.Parse("192.0.2.44"));
        options.Resolve!("example.test").Should().NotContain(IPAddress.Parse("192.0.2.44"));
    }

    [Test, CancelAfter(60_000)]
    public async Task A_mutant_that_dials_in_its_own_way_finds_it_too([Values] bool hasOriginSide, CancellationToken cancel)
    {
        var dialled = new ConcurrentQueue<IPEndPoint>();
        await using var mutant = new MutantProxy(new("dials", "dials in its own way", () =>
        {
            var flaw = new Flaw().Options(options => options with { Connect = DialAsync });
            return hasOriginSide ? flaw.TunnelBytes(Leg.ToOrigin, bytes => bytes) : flaw;
        }));
        var names = new StandIn([]);
        var proxy = await TriedProxy.StartAsync(mutant, ListenerNames.Plain, logIn: false, names, cancel);

        var result = await new Trial(proxy, names, new())
            .RunAsync(TriedRequest.Parse("CONNECT example.test:443", []), _ => new("hello"u8.ToArray(), Tls: false), cancel);

        result.Should().BeEquivalentTo(new { Status = 200, Problem = "", Afterwards = "" });
        dialled.Should().ContainSingle().Which.Should().Be(names.Origin);

        Task<Socket> DialAsync(IPEndPoint address, CancellationToken over)
        {
            dialled.Enqueue(address);
            return TcpSocket.ConnectAsync(TcpSocket.For(address), address, over);
        }
    }

    [Test]
    public void A_proxy_on_this_machine_reaches_an_origin_on_loopback_and_another_one_needs_an_address()
    {
        var elsewhere = new IPEndPoint(IPAddress.Parse("192.0.2.9"), 3128);
        var proxy = new TriedProxy("acme", [elsewhere]);

        proxy.PlaceFor(new(IPAddress.Loopback, 3128)).Address.Should().Be(IPAddress.Loopback);
        proxy.Invoking(one => one.PlaceFor(elsewhere)).Should().Throw<UsageException>().WithMessage("*--origin-address*");
    }
}
