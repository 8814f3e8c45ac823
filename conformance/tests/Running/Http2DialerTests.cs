using System.Net;
using ConformanceKit.Grading;
using ConformanceKit.Model;
using ConformanceKit.Running.Authoring;
using ConformanceKit.Tests.Wire.Http2;
using ConformanceKit.UnderTest;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Tests.Running;

/// <summary>What a scenario's body has for HTTP/2, against a proxy on top of a foreign server.</summary>
[TestFixture, Parallelizable(ParallelScope.All)]
[CancelAfter(60_000)]
internal sealed class Http2DialerTests
{
    [TestCase(null, "client 1 (tls)")]
    [TestCase("h2c", "client 1")]
    public async Task The_same_body_dials_the_listener_that_its_case_is_checked_through(
        string? through, string name, CancellationToken cancel)
    {
        await using var server = await KestrelProxy.StartAsync();
        await using var proxy = new FakeProxy("kestrel");
        var context = Context(proxy, Running(server), through, cancel);
        await using var origin = await context.Origins.EchoAsync();

        var stream = await new Http2Dialer(context.Proxy).ConnectAsync(origin.Authority);
        (await stream.ResponseAsync()).Should().BeSuccessful().And.LeaveTheStreamOpen().And.HaveLowerCaseNames()
            .And.NotHaveField("content-length", "transfer-encoding");
        await stream.SendAsync("ping"u8.ToArray());
        (await stream.ReadExactlyAsync(4)).Should().Equal("ping");
        await stream.FinishAsync();
        (await stream.ReadToEndAsync()).Should().BeEndStream().And.HaveBytes("");

        stream.Client.Name.Should().Be(name);
        (await context.CloseAsync()).Should().BeEmpty();
    }

    [Test]
    public async Task What_ALPN_does_not_select_is_not_spoken(CancellationToken cancel)
    {
        await using var proxy = new FakeProxy("reference");
        await using var reference = new EmbeddedProxy();
        reference.TryChange(options => options with { Http2 = false }).Should().BeTrue();
        var tls = (await reference.StartAsync(cancel)).Find(ListenerNames.Tls)!;
        var running = new RunningSubject(
            new Dictionary<string, Listener> { ["h2"] = tls }, "", "", IPAddress.Loopback, "127.0.0.1", null);
        var context = Context(proxy, running, through: null, cancel);

        var dialling = async () => await context.Proxy.DialHttp2Async();

        (await dialling.Should().ThrowAsync<RequirementBrokenException>()).Which.ReasonId.Should().BeOneOf(
            ReasonIds.TlsNegotiation, ReasonIds.TlsBroken);
        await context.CloseAsync();
    }

    [Test]
    public async Task A_proxy_without_HTTP_2_is_not_judged(CancellationToken cancel)
    {
        await using var proxy = new FakeProxy("old");
        var running = new RunningSubject(new Dictionary<string, Listener> { ["plain"] = Listener.OnPort(1) }, "", "",
            IPAddress.Loopback, "127.0.0.1", null);

        var dialling = () => new Http2Dialer(Context(proxy, running, through: null, cancel).Proxy).ConnectAsync("o:1");

        await dialling.Should().ThrowAsync<NotApplicableException>()
            .WithMessage("no listener is declared that speaks HTTP/2 to its clients: 'h2' among the listeners in a proxy.json");
    }

    private static RunningSubject Running(KestrelServer server) => new(
        new Dictionary<string, Listener>
        {
            ["plain"] = Listener.OnPort(1),
            ["h2"] = new(server.H2) { IsTls = true },
            ["h2c"] = new(server.H2c),
        },
        "", "", IPAddress.Loopback, "127.0.0.1", null);

    private static ScenarioContext Context(
        ProxyUnderTest proxy, RunningSubject running, string? through, CancellationToken cancel) => new(
        new Requirement("h2/connect", "RFC 9113 §8.5", Level.Must, "A tunnel") { Through = through },
        proxy,
        running,
        new CaseSettings(),
        cancel);
}
