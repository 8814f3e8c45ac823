using System.Net;
using ConformanceKit.Containers;
using ConformanceKit.Model;
using ConformanceKit.Proxies;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Tests.Containers;

/// <summary>With the machine's own engine, on images that hold little more than the base image.</summary>
[TestFixture, Parallelizable(ParallelScope.All), FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class RealEngineTests : IDisposable
{
    private static readonly DockerCommandLine Docker = new();
    private static readonly LabelledObject[] Nothing = [];

    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("conformancekit-test-");

    [OneTimeSetUp]
    public static async Task Engine_answers()
    {
        try
        {
            await Docker.EnsureAvailableAsync(default);
        }
        catch (HarnessException none)
        {
            Assert.Ignore(none.Message);
        }
    }

    public void Dispose() => root.Delete(recursive: true);

    [Test]
    public async Task A_proxy_starts_answers_at_its_own_address_and_leaves_nothing()
    {
        var steps = new List<string>();
        var session = new ContainerSession(Docker);
        await using (session)
        {
            await using var proxy = new ContainerProxy(new ProxyCatalogue().Find("squid"), session, steps.Add);

            var running = await proxy.StartAsync(default);

            steps.Should().Equal("squid: building image", "squid: starting");
            running.Version.Should().MatchRegex(@"^\d+\.\d+");
            running.ImageDigest.Should().StartWith("sha256:");
            running.Auth!.Password.Should().Be("pass:word");
            running.OriginHost.Should().Be("origin.test");
            (await ReadyProbe.AnswersAsync(running.Plain.EndPoint, default)).Should().BeTrue();
            (await proxy.ReadLogAsync(default)).Should().Contain("Squid");
            if (proxy.Features.Contains(ProxyFeatures.DirectAddress))
                running.OriginAddress.Should().NotBe(IPAddress.Loopback);
            (await OwnAsync(session)).Should().HaveCount(2, "one container and one network");
        }

        (await OwnAsync(session)).Should().Equal(Nothing);
    }

    [Test]
    public async Task One_that_ends_at_once_is_shown_with_its_log_and_removed()
    {
        await using var session = new ContainerSession(Docker);
        await using var proxy = new ContainerProxy(Define("CMD echo cannot open the door; exit 7"), session, _ => { });

        (await FailureAsync(proxy)).Should().StartWith("acme ended right after its start with exit code 7.")
            .And.EndWith("cannot open the door");
        (await OwnAsync(session)).Should().OnlyContain(o => o.Kind == LabelledKind.Network);
    }

    [Test]
    public async Task One_that_never_answers_is_shown_with_its_log_and_removed()
    {
        await using var session = new ContainerSession(Docker);
        await using var proxy = new ContainerProxy(Define("CMD echo up; exec sleep 300"), session, _ => { });

        (await FailureAsync(proxy)).Should().StartWith("acme did not answer with HTTP on port 3128 within 1 s.").And.EndWith("up");
        (await OwnAsync(session)).Should().OnlyContain(o => o.Kind == LabelledKind.Network);
    }

    [Test]
    public async Task A_Dockerfile_that_fails_is_shown_with_its_last_lines()
    {
        await using var session = new ContainerSession(Docker);
        await using var proxy = new ContainerProxy(Define("RUN echo about to fail && exit 9"), session, _ => { });

        (await FailureAsync(proxy)).Should().StartWith("The image could not be built from ").And.Contain("acme/Dockerfile")
            .And.Contain("about to fail");
    }

    [Test]
    public async Task An_image_that_does_not_exist_is_named()
    {
        await using var session = new ContainerSession(Docker);
        var definition = ProxyDefinition.ForImage("conformancekit-test.invalid/none:1", new ListenerDefinition(3128));
        await using var proxy = new ContainerProxy(definition, session, _ => { });

        (await FailureAsync(proxy)).Should().StartWith("The image conformancekit-test.invalid/none:1 is not on this machine");
    }

    [Test]
    public async Task After_the_end_of_the_session_nothing_starts_any_more()
    {
        var session = new ContainerSession(Docker);
        await session.DisposeAsync();
        await using var proxy = new ContainerProxy(Define("CMD sleep 300"), session, _ => { });

        await proxy.Awaiting(p => p.StartAsync(default)).Should().ThrowAsync<OperationCanceledException>();
        (await OwnAsync(session)).Should().BeEmpty();
    }

    private static async Task<string> FailureAsync(ContainerProxy proxy) =>
        (await proxy.Awaiting(p => p.StartAsync(default)).Should().ThrowAsync<HarnessException>()).Which.Message;

    private static Task<IReadOnlyList<LabelledObject>> OwnAsync(ContainerSession session) =>
        Docker.ListAsync(session.Label, default);

    private ProxyDefinition Define(string instruction)
    {
        var folder = root.CreateSubdirectory("acme").FullName;
        File.WriteAllText(Path.Combine(folder, "Dockerfile"), $"FROM debian:bookworm-slim\n{instruction}\n");
        File.WriteAllText(
            Path.Combine(folder, "proxy.json"),
            """{ "name": "acme", "listeners": { "plain": { "port": 3128 } }, "ready": { "timeoutSeconds": 1 } }""");
        return ProxyFile.Read(folder);
    }
}
