using System.Net;
using ConformanceKit.Containers;
using ConformanceKit.Model;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Tests.Containers;

[TestFixture, Platform("Linux,MacOsX"), Parallelizable(ParallelScope.All)]
internal sealed class DockerCommandLineTests
{
    [Test]
    public async Task A_missing_command_says_how_to_install_it()
    {
        var engine = new DockerCommandLine("/nowhere/docker");

        var thrown = await engine.Awaiting(e => e.EnsureAvailableAsync(default)).Should().ThrowAsync<HarnessException>();

        thrown.Which.Message.Should().StartWith("The command '/nowhere/docker' cannot be run")
            .And.Contain("apt-get install docker.io");
    }

    [Test]
    public async Task A_silent_engine_says_how_to_start_it()
    {
        using var docker = new FakeDocker("echo 'Cannot connect to the Docker daemon.' >&2; exit 1");

        var thrown = await docker.Engine.Awaiting(e => e.EnsureAvailableAsync(default)).Should().ThrowAsync<HarnessException>();

        thrown.Which.Message.Should().Be(
            "The container engine does not answer (docker info: Cannot connect to the Docker daemon.). Start it, e.g. "
            + "`sudo systemctl start docker` or `sudo dockerd`, or run the embedded reference: conformancekit run");
    }

    [Test]
    public async Task An_engine_without_a_version_does_not_answer_either()
    {
        using var docker = new FakeDocker("exit 0");

        await docker.Engine.Awaiting(e => e.EnsureAvailableAsync(default)).Should().ThrowAsync<HarnessException>();
    }

    [Test]
    public async Task An_engine_that_answers_is_available()
    {
        using var docker = new FakeDocker("echo 20.10");

        await docker.Engine.Awaiting(e => e.EnsureAvailableAsync(default)).Should().NotThrowAsync();
    }

    [Test]
    public async Task A_failed_build_shows_its_last_fifteen_lines_without_colours_and_its_Dockerfile()
    {
        using var docker = new FakeDocker(
            "for i in $(seq 1 20); do echo line $i; done; printf '\\033[91mE: no such package\\033[0m\\n' >&2; exit 1");

        var thrown = await docker.Engine.Awaiting(e => e.BuildImageAsync("/some/folder", "tag", default))
            .Should().ThrowAsync<HarnessException>();

        thrown.Which.Message.Should().StartWith("The image could not be built from /some/folder/Dockerfile.")
            .And.Contain("line 20").And.Contain("E: no such package").And.NotContain("\u001b").And.NotContain("line 4\n");
        thrown.Which.Message.Split('\n').Should().HaveCount(16);
    }

    [Test]
    public async Task A_build_gives_the_id_and_a_warning_on_standard_error_is_no_failure()
    {
        using var docker = new FakeDocker(
            "echo DEPRECATED: legacy builder >&2; shift; while [ $1 != --iidfile ]; do shift; done; printf sha256:abc > $2");

        (await docker.Engine.BuildImageAsync("/some/folder", "tag", default)).Should().Be("sha256:abc");
    }

    [Test]
    public async Task An_image_that_is_not_there_is_null_and_one_that_is_has_an_id()
    {
        using var docker = new FakeDocker("[ \"$5\" = there ] && echo sha256:def || { echo No such image >&2; exit 1; }");

        (await docker.Engine.FindImageAsync("missing", default)).Should().BeNull();
        (await docker.Engine.FindImageAsync("there", default)).Should().Be("sha256:def");
    }

    [Test]
    public async Task A_failed_pull_names_the_image_and_the_reason()
    {
        using var docker = new FakeDocker("echo 'manifest unknown' >&2; exit 1");

        var thrown = await docker.Engine.Awaiting(e => e.PullImageAsync("vendor/x:1", default))
            .Should().ThrowAsync<HarnessException>();

        thrown.Which.Message.Should().Contain("vendor/x:1").And.Contain("manifest unknown");
    }

    [Test]
    public async Task A_network_without_IPv6_is_made_where_the_engine_refuses_it()
    {
        using var docker = new FakeDocker(
            """
            case "$*" in
              *--ipv6*) echo 'IPv6 is disabled' >&2; exit 1;;
              *inspect*) echo '[{"Name":"n","IPAM":{"Config":[{"Gateway":"172.20.0.1"}]}}]';;
            esac
            """);

        var network = await docker.Engine.CreateNetworkAsync(new("n", "fd00:0:0:1::", new Dictionary<string, string>()), default);

        network.Should().Be(new ContainerNetwork("n", IPAddress.Parse("172.20.0.1"), null));
        docker.Calls.Should().HaveCount(3);
    }

    [Test]
    public async Task Removing_what_is_gone_is_fine_and_a_refusal_is_not()
    {
        using var gone = new FakeDocker("echo 'Error: No such container: x' >&2; exit 1");
        using var refuses = new FakeDocker("echo 'network x has active endpoints' >&2; exit 1");
        var item = new LabelledObject(LabelledKind.Network, "x", new Dictionary<string, string>());

        await gone.Engine.Awaiting(e => e.RemoveAsync(item, default)).Should().NotThrowAsync();
        (await refuses.Engine.Awaiting(e => e.RemoveAsync(item, default)).Should().ThrowAsync<HarnessException>())
            .Which.Message.Should().Contain("active endpoints").And.Contain("conformancekit clean");
    }

    [Test]
    public async Task A_cancelled_wait_ends_the_command()
    {
        using var docker = new FakeDocker("exec sleep 60");
        using var cancel = new CancellationTokenSource();
        var waiting = docker.Engine.WaitForExitAsync("x", cancel.Token);

        await cancel.CancelAsync();

        await waiting.WaitAsync(TimeSpan.FromSeconds(10)).Invoking(w => w).Should().ThrowAsync<OperationCanceledException>();
    }

    [Test]
    public async Task A_command_that_takes_too_long_is_ended_and_named()
    {
        using var docker = new FakeDocker("exec sleep 60");

        var run = () => Subprocess.RunAsync(docker.Program, ["pull", "x"], TimeSpan.FromMilliseconds(200), default);

        (await run.Should().ThrowAsync<HarnessException>()).Which.Message
            .Should().EndWith("docker pull x' did not end within 0 s.");
    }
}
