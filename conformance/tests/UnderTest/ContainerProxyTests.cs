using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using ConformanceKit.Containers;
using ConformanceKit.Model;
using ConformanceKit.Tests.Containers;
using ConformanceKit.UnderTest;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Tests.UnderTest;

[TestFixture, Platform("Linux"), Parallelizable(ParallelScope.All)]
internal sealed class ContainerProxyTests
{
    [Test]
    public async Task How_a_container_ended_is_known_although_the_engine_notices_late()
    {
        await using var fake = await OneContainerEngine.StartAsync(removes: true);
        await using var session = new ContainerSession(fake.Engine);
        await using var proxy = new ContainerProxy(
            ProxyDefinition.ForImage("acme:1", Listener.OnPort(fake.Port)) with { Name = "acme" }, session, static _ => { });
        await proxy.StartAsync(default);

        fake.Kill();

        (await proxy.HowItEndedAsync(default)).Should().Be("exit code 137");
    }

    [TestCase("/etc/a.key")]
    [TestCase(null)]
    public async Task A_program_that_shows_a_certificate_finds_one_for_its_host_name(string? key)
    {
        await using var fake = await OneContainerEngine.StartAsync(removes: true);
        await using var session = new ContainerSession(fake.Engine);
        var listener = Listener.OnPort(fake.Port) with { IsTls = true, Certificate = new("/etc/a.pem", key) };
        await using var proxy = Acme(fake, session, ListenerNames.Tls, listener);

        await proxy.StartAsync(default);

        using var certificate = X509Certificate2.CreateFromPem(fake.Files["/etc/a.pem"], fake.Files[key ?? "/etc/a.pem"]);
        certificate.MatchesHostname("acme").Should().BeTrue();
        fake.Files.Should().HaveCount(key is null ? 1 : 2);
    }

    [TestCase(ListenerNames.TlsAuth)]
    [TestCase(ListenerNames.Tls)]
    public async Task A_listener_that_cannot_be_probed_has_to_accept_connections(string name)
    {
        await using var fake = await OneContainerEngine.StartAsync(removes: true);
        await using var session = new ContainerSession(fake.Engine);
        using var closed = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        closed.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var port = ((IPEndPoint)closed.LocalEndPoint!).Port;
        await using var proxy = Acme(fake, session, name, Listener.OnPort(port));

        var message = (await proxy.Awaiting(p => p.StartAsync(default)).Should().ThrowAsync<HarnessException>()).Which.Message;

        message.Should().StartWith(
            $"acme does not accept connections on port {port}, its listener {name}, within 1 s. Check its configuration");
    }

    private static ContainerProxy Acme(OneContainerEngine engine, ContainerSession session, string name, Listener listener)
    {
        var listeners = new Dictionary<string, Listener>
        {
            [ListenerNames.Plain] = Listener.OnPort(engine.Port),
            [name] = listener,
        };
        var definition = new ProxyDefinition("acme", listeners) { Image = "acme:1", ReadyTimeout = TimeSpan.FromSeconds(1) };
        return new(definition with { Preflight = false }, session, static _ => { });
    }
}
