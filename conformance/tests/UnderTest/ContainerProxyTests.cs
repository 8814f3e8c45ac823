using ConformanceKit.Containers;
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
}
