using System.Net;
using ConformanceKit.Containers;
using ConformanceKit.Model;
using ConformanceKit.UnderTest;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Tests.Containers;

/// <summary>Runs against the machine's own engine, with images that contain little more than the base image.</summary>
[TestFixture, Parallelizable(ParallelScope.All), FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class RealEngineTests : IDisposable
{
    private static readonly DockerEngine s_docker = new("conformancekit");
    private static readonly LabelledObject[] s_nothing = [];

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("conformancekit-test-");

    [OneTimeSetUp]
    public static async Task Engine_answers()
    {
        try
        {
            await s_docker.EnsureAvailableAsync(default);
        }
        catch (HarnessException none)
        {
            Assert.Ignore(none.Message);
        }
    }

    public void Dispose() => _root.Delete(recursive: true);

    [Test]
    public async Task A_proxy_starts_answers_at_its_own_address_and_leaves_nothing()
    {
        var steps = new List<string>();
        var session = new ContainerSession(s_docker);
        await using (session)
        {
            await using var proxy = new ContainerProxy(new ProxyCatalogue().Find("squid"), session, steps.Add);

            var running = await proxy.StartAsync(default);

            steps.Should().Equal("squid: building image", "squid: starting", "squid: ready");
            running.Version.Should().MatchRegex(@"^\d+\.\d+");
            running.ImageDigest.Should().StartWith("sha256:");
            running.Find(ListenerNames.Auth)!.Password.Should().Be("pass:word");
            running.OriginHost.Should().Be("origin.test");
            (await ReadyProbe.AnswersAsync(running.Plain.EndPoint, new(running.OriginAddress, running.OriginHost, null), default))
                .Should().BeTrue();
            (await proxy.ReadLogAsync(default)).Should().Contain("Squid");
            if (proxy.Features.Contains(ProxyFeatures.DirectAddress))
                running.OriginAddress.Should().NotBe(IPAddress.Loopback);
            (await OwnAsync(session)).Should().HaveCount(2, "one container and one network");
        }

        (await OwnAsync(session)).Should().Equal(s_nothing);
    }

    [Test]
    public async Task One_that_ends_at_once_is_shown_with_its_log_and_removed()
    {
        await using var session = new ContainerSession(s_docker);
        await using var proxy = new ContainerProxy(Patient("CMD echo cannot open the door; exit 7"), session, _ => { });

        (await FailureAsync(proxy)).Should().StartWith("acme exited right after its start with exit code 7.")
            .And.EndWith("cannot open the door");
        (await OwnAsync(session)).Should().OnlyContain(o => o.Kind == LabelledKind.Network);
    }

    [Test]
    public async Task One_that_goes_into_the_background_is_told_to_stay()
    {
        await using var session = new ContainerSession(s_docker);
        await using var proxy = new ContainerProxy(Patient("CMD true"), session, _ => { });

        (await FailureAsync(proxy)).Should().StartWith(
            "acme exited right after its start with exit code 0 (a program that goes into the background ends its container: "
            + "keep it in the foreground).");
    }

    [Test]
    public async Task One_that_takes_too_much_memory_is_known_to_have_been_killed_for_it()
    {
        await using var session = new ContainerSession(s_docker);
        await using var proxy = new ContainerProxy(Patient("CMD exec tail /dev/zero"), session, _ => { });

        (await FailureAsync(proxy)).Should().StartWith(
            "acme exited right after its start with exit code 137, killed because it exceeded its memory limit of 512 MiB.");
    }

    [Test]
    [CancelAfter(60_000)]
    public async Task A_build_that_is_given_up_ends_on_the_engine_too(CancellationToken late)
    {
        using var cancel = new CancellationTokenSource();
        await using var session = new ContainerSession(s_docker);
        var definition = Define("RUN sleep 314");
        await using var proxy = new ContainerProxy(definition, session, _ => { });
        var starting = proxy.StartAsync(cancel.Token);
        while (!proxy.StartStep.EndsWith("RUN sleep 314", StringComparison.Ordinal))
            await Task.Delay(20, late);

        await cancel.CancelAsync();

        await starting.Invoking(task => task).Should().ThrowAsync<OperationCanceledException>();
        using var client = DockerEndpoint.Open();
        while ((await client.Containers.ListContainersAsync(new(), late)).Any(one => one.Command.Contains("sleep 314")))
            await Task.Delay(20, late);
    }

    [Test]
    public async Task One_that_never_answers_is_shown_with_its_log_and_removed()
    {
        await using var session = new ContainerSession(s_docker);
        await using var proxy = new ContainerProxy(Define("CMD echo up; exec sleep 300"), session, _ => { });

        (await FailureAsync(proxy)).Should().StartWith("acme did not answer with HTTP on port 3128 within 1 s: ")
            .And.Contain("the connection failed").And.EndWith("up");
        (await OwnAsync(session)).Should().OnlyContain(o => o.Kind == LabelledKind.Network);
    }

    [Test]
    public async Task A_version_command_that_does_not_exist_is_named_and_the_container_removed()
    {
        await using var session = new ContainerSession(s_docker);
        var squid = new ProxyCatalogue().Find("squid") with { VersionCommand = ["squit", "-v"] };
        await using var proxy = new ContainerProxy(squid, session, _ => { });

        (await FailureAsync(proxy)).Should().StartWith("'squit -v' cannot be run in ")
            .And.EndWith("versionCommand in its proxy.json.");
        (await OwnAsync(session)).Should().OnlyContain(o => o.Kind == LabelledKind.Network);
    }

    [Test]
    public async Task Where_the_bridge_is_not_on_this_machine_ports_are_published_on_loopback()
    {
        await using var session = new ContainerSession(new RemoteBridgeEngine(s_docker));
        await using var proxy = new ContainerProxy(
            new ProxyCatalogue().Find("squid") with { Preflight = false }, // the gateway here does not lead to the loopback
            session, _ => { });

        var running = await proxy.StartAsync(default);

        proxy.Features.Should().NotContain(ProxyFeatures.DirectAddress);
        running.Plain.EndPoint.Address.Should().Be(IPAddress.Loopback);
        running.Find(ListenerNames.Auth)!.EndPoint.Port.Should().NotBe(running.Plain.EndPoint.Port);
        running.OriginAddress.Should().Be(IPAddress.Loopback);
        running.OriginHost.Should().Be("origin.test");
        running.OriginAddressV6.Should().BeNull();
    }

    [Test]
    public async Task One_that_reaches_no_origin_says_so()
    {
        await using var session = new ContainerSession(new RemoteBridgeEngine(s_docker));
        await using var proxy = new ContainerProxy(new ProxyCatalogue().Find("squid"), session, _ => { });

        (await FailureAsync(proxy)).Should().StartWith("no origin was reached through the proxy: for \"GET http://origin.test:")
            .And.Contain("Let it look names up in /etc/hosts and connect to origin.test");
    }

    [Test]
    public async Task A_Dockerfile_that_fails_is_shown_with_its_last_lines()
    {
        await using var session = new ContainerSession(s_docker);
        await using var proxy = new ContainerProxy(Define("RUN echo about to fail && exit 9"), session, _ => { });

        (await FailureAsync(proxy)).Should().StartWith("The image could not be built from ").And.Contain("acme/Dockerfile")
            .And.Contain("about to fail");
    }

    [Test]
    public async Task An_image_that_does_not_exist_is_named()
    {
        await using var session = new ContainerSession(s_docker);
        var definition = ProxyDefinition.ForImage("conformancekit-test.invalid/none:1", Listener.OnPort(3128));
        await using var proxy = new ContainerProxy(definition, session, _ => { });

        (await FailureAsync(proxy)).Should().StartWith("The image conformancekit-test.invalid/none:1 is not on this machine");
    }

    [Test]
    public async Task An_image_gets_its_environment_arguments_and_files()
    {
        var configuration = _root.CreateSubdirectory("configuration").FullName;
        await File.WriteAllTextAsync(Path.Combine(configuration, "acme.conf"), "read me\n");
        await File.WriteAllTextAsync(Path.Combine(configuration, "run.sh"), "#!/bin/sh\necho $GREETING $1; exit 7\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(Path.Combine(configuration, "run.sh"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        await using var session = new ContainerSession(s_docker);
        await using var proxy = new ContainerProxy(ProxyDefinition.ForImage("debian:bookworm-slim", Listener.OnPort(3128)) with
        {
            Setup = new()
            {
                Environment = new Dictionary<string, string> { ["GREETING"] = "good day" },
                Arguments = ["setpriv", "--reuid=65534", "sh", "-c", "cat /etc/acme/acme.conf && /etc/acme/run.sh 'to you'"],
                Files = new Dictionary<string, string> { ["/etc/acme"] = configuration },
            },
            ReadyTimeout = TimeSpan.FromMinutes(2),
        }, session, _ => { });

        (await FailureAsync(proxy)).Should().Contain("exited right after its start with exit code 7.")
            .And.EndWith("read me\ngood day to you");
    }

    [Test]
    public async Task One_that_a_kit_in_a_container_cannot_reach_has_a_hint()
    {
        await using var session = new ContainerSession(new RemoteBridgeEngine(s_docker));
        await using var proxy = new ContainerProxy(Define("CMD exec sleep 300"), session, _ => { });

        (await FailureAsync(proxy)).Should().Contain("a kit that is itself in a container needs --network host for that");
    }

    [Test]
    public async Task After_the_end_of_the_session_nothing_starts_any_more()
    {
        var session = new ContainerSession(s_docker);
        await session.DisposeAsync();
        await using var proxy = new ContainerProxy(Define("CMD sleep 300"), session, _ => { });

        await proxy.Awaiting(p => p.StartAsync(default)).Should().ThrowAsync<OperationCanceledException>();
        (await OwnAsync(session)).Should().BeEmpty();
    }

    private static async Task<string> FailureAsync(ContainerProxy proxy) =>
        (await proxy.Awaiting(p => p.StartAsync(default)).Should().ThrowAsync<HarnessException>()).Which.Message;

    private static Task<IReadOnlyList<LabelledObject>> OwnAsync(ContainerSession session) =>
        s_docker.ListAsync(session.Label, default);

    // One that ends by itself, whenever the machine gets around to it.
    private ProxyDefinition Patient(string instruction) => Define(instruction) with { ReadyTimeout = TimeSpan.FromMinutes(2) };

    private ProxyDefinition Define(string instruction)
    {
        var folder = _root.CreateSubdirectory("acme").FullName;
        File.WriteAllText(Path.Combine(folder, "Dockerfile"), $"FROM debian:bookworm-slim\n{instruction}\n");
        File.WriteAllText(
            Path.Combine(folder, "proxy.json"),
            """{ "name": "acme", "listeners": { "plain": { "port": 3128 } }, "ready": { "timeoutSeconds": 1 } }""");
        return ProxyFile.Read(folder);
    }
}
