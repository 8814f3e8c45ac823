using ConformanceKit.Containers;
using ConformanceKit.Model;
using ConformanceKit.Tests.Running;
using FluentAssertions;
using NUnit.Framework;
using static ConformanceKit.Tests.Containers.FakeEngine;

namespace ConformanceKit.Tests.Containers;

/// <summary>Whether an engine is there, and what to do if it is not.</summary>
[TestFixture, Platform("Linux,MacOsX"), Parallelizable(ParallelScope.All)]
internal sealed class DockerEngineTests
{
    [Test]
    public async Task Without_a_socket_the_engine_has_to_be_installed()
    {
        var engine = new DockerEngine(new Uri("unix:///nowhere/docker.sock"), "kit");

        (await FailureAsync(() => engine.EnsureAvailableAsync(default))).Should()
            .StartWith("There is no container engine at unix:///nowhere/docker.sock. Install Docker Engine")
            .And.Contain("apt-get install docker.io").And.Contain("sudo dockerd").And.EndWith("reference: kit run")
            .And.NotContain("\n");
    }

    [Test]
    public async Task An_engine_that_no_longer_listens_has_to_be_started()
    {
        await using var engine = await FakeEngine.StartAsync();
        using var folder = new TemporaryFolder();
        var socket = Path.Combine(folder.Path, "s");
        File.WriteAllText(socket, "");

        (await FailureAsync(() => new DockerEngine(new Uri($"unix://{socket}"), "kit").EnsureAvailableAsync(default))).Should()
            .StartWith($"The container engine at unix://{socket} does not answer (").And.Contain("sudo systemctl start docker");
    }

    [Test]
    public async Task An_engine_that_refuses_a_connection_is_named()
    {
        var engine = new DockerEngine(new Uri("tcp://127.0.0.1:1"), "kit");

        (await FailureAsync(() => engine.EnsureAvailableAsync(default))).Should()
            .StartWith("The container engine at tcp://127.0.0.1:1/ does not answer (Connection refused). Start it");
    }

    [Test]
    public async Task An_engine_that_has_answered_stops_answering()
    {
        var fake = await FakeEngine.StartAsync(("GET /version", 200, """{"Version":"20.10"}"""));
        var engine = fake.Engine;
        await engine.EnsureAvailableAsync(default);

        await fake.DisposeAsync();

        (await FailureAsync(() => engine.EnsureAvailableAsync(default))).Should()
            .Be($"The container engine at unix://{fake.Socket} stopped answering (its socket is gone)");
    }

    [Test]
    public async Task An_engine_that_answers_is_available()
    {
        await using var engine = await FakeEngine.StartAsync(("GET /version", 200, """{"Version":"20.10"}"""));

        await engine.Engine.Awaiting(one => one.EnsureAvailableAsync(default)).Should().NotThrowAsync();
    }

    [Test]
    public async Task A_caller_that_gives_up_waits_no_longer()
    {
        await using var engine = await FakeEngine.StartAsync((context, _) => Task.Delay(-1, context.RequestAborted));
        using var cancel = new CancellationTokenSource();
        var waiting = engine.Engine.WaitForExitAsync("x", cancel.Token);

        await cancel.CancelAsync();

        await waiting.WaitAsync(TimeSpan.FromSeconds(10)).Invoking(task => task).Should()
            .ThrowAsync<OperationCanceledException>();
    }

    [TestCase("ssh://me@host", "Forward its socket, e.g. `ssh -NL /tmp/docker.sock:/var/run/docker.sock me@host`")]
    [TestCase("gopher://host", "cannot be used here")]
    public void An_address_that_cannot_be_used_says_what_can(string address, string expected) =>
        FluentActions.Invoking(() => DockerEndpoint.Open(new Uri(address), null)).Should().Throw<HarnessException>()
            .Which.Message.Should().Contain(expected).And.NotContain("\n");

    [Test]
    public void Missing_certificates_are_named()
    {
        using var folder = new TemporaryFolder();

        FluentActions.Invoking(() => DockerEndpoint.Open(new Uri("tcp://127.0.0.1:2376"), folder.Path)).Should()
            .Throw<HarnessException>().Which.Message.Should().Contain(folder.Path).And.Contain("ca.pem, cert.pem and key.pem");
    }
}
