using System.Net;
using ConformanceKit.Containers;
using ConformanceKit.Model;
using ConformanceKit.Tests.Running;
using FluentAssertions;
using Microsoft.AspNetCore.Http;
using NUnit.Framework;

namespace ConformanceKit.Tests.Containers;

[TestFixture, Platform("Linux,MacOsX"), Parallelizable(ParallelScope.All)]
internal sealed class DockerEngineTests
{
    private static readonly Dictionary<string, string> s_none = [];

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

    [Test]
    public async Task An_image_that_is_not_there_is_null_and_one_that_is_has_an_id()
    {
        await using var engine = await FakeEngine.StartAsync(("GET /images/there/json", 200, """{"Id":"sha256:def"}"""));

        (await engine.Engine.FindImageAsync("missing", default)).Should().BeNull();
        (await engine.Engine.FindImageAsync("there", default)).Should().Be("sha256:def");
    }

    [Test]
    public async Task A_failed_pull_names_the_image_and_the_reason()
    {
        await using var engine = await FakeEngine.StartAsync(("POST /images/create", 404, """{"message":"manifest unknown"}"""));

        (await FailureAsync(() => engine.Engine.PullImageAsync("vendor/x:1", _ => { }, default))).Should()
            .StartWith("The image vendor/x:1 is not on this machine and cannot be pulled: ").And
            .Contain("manifest unknown. Check");
    }

    [Test]
    public async Task A_pull_that_fails_half_way_says_why()
    {
        const string output = """
            {"status":"Downloading","progressDetail":{"current":5,"total":10},"id":"abc"}
            {"errorDetail":{"message":"no space left on device"},"error":"no space left on device"}
            """;
        await using var engine = await FakeEngine.StartAsync(("POST /images/create", 200, output));
        var steps = new List<string>();

        (await FailureAsync(() => engine.Engine.PullImageAsync("vendor/x", steps.Add, default))).Should()
            .Contain("cannot be pulled: no space left on device. Check");
        steps.Should().Equal("layer abc: downloading 50 %");
        engine.Requests.Should().ContainSingle().Which.Should().Contain("fromImage=vendor%2Fx%3Alatest", "one tag, not all");
    }

    [Test]
    public async Task Images_that_the_kit_built_are_removed_unless_a_container_has_them()
    {
        const string images = """
            [{"Id":"sha256:a","RepoTags":["conformancekit/squid:1","conformancekit/squid:2"]},
             {"Id":"sha256:b","RepoTags":["<none>:<none>"]},{"Id":"sha256:c","RepoTags":null},
             {"Id":"sha256:d","RepoTags":["conformancekit/used:1"]},{"Id":"sha256:e","RepoTags":["conformancekit/gone:1"]}]
            """;
        await using var engine = await FakeEngine.StartAsync(
            ("GET /images/json", 200, images),
            ("DELETE /images/conformancekit/squid:1", 200, "[]"), ("DELETE /images/conformancekit/squid:2", 200, "[]"),
            ("DELETE /images/sha256:b", 200, "[]"), ("DELETE /images/sha256:c", 200, "[]"),
            ("DELETE /images/conformancekit/used:1", 409, """{"message":"in use"}"""));

        (await engine.Engine.RemoveImagesAsync(default)).Should()
            .Equal("conformancekit/squid:1", "conformancekit/squid:2", "sha256:b", "sha256:c");
        Uri.UnescapeDataString(engine.Requests.First()).Should().Contain("\"label\":").And.Contain("conformancekit.image")
            .And.NotContain("conformancekit=1");
    }

    [Test]
    public async Task A_build_gives_the_id_and_its_steps()
    {
        const string output = """
            {"stream":"Step 1/2 : FROM base\n"}
            {"stream":" ---> 1\n"}
            {"stream":"Step 2/2 : RUN make\n"}
            {"aux":{"ID":"sha256:abc"}}
            """;
        await using var engine = await FakeEngine.StartAsync(("POST /build", 200, output));
        using var folder = new TemporaryFolder();
        var steps = new List<string>();

        (await engine.Engine.BuildImageAsync(folder.Path, "tag", steps.Add, default)).Should().Be("sha256:abc");

        steps.Should().Equal("step 1 of 2: FROM base", "step 2 of 2: RUN make");
        engine.Requests.Should().ContainSingle().Which.Should().Contain("forcerm=").And.Contain("t=tag")
            .And.Contain("conformancekit.image");
    }

    [Test]
    public async Task A_failed_build_shows_its_last_fifteen_lines_without_colours_and_its_Dockerfile()
    {
        var output = string.Concat(Enumerable.Range(1, 20).Select(line => $$"""{"stream":"line {{line}}\n"}""" + "\n"))
            + """{"stream":"\u001b[91mE: no such package\u001b[0m\n"}""" + "\n"
            + """{"errorDetail":{"code":1,"message":"returned a non-zero code: 1"},"error":"returned a non-zero code: 1"}""";
        await using var engine = await FakeEngine.StartAsync(("POST /build", 200, output));
        using var folder = new TemporaryFolder();

        var message = await FailureAsync(() => engine.Engine.BuildImageAsync(folder.Path, "tag", _ => { }, default));

        message.Should().StartWith($"The image could not be built from {folder.Path}/Dockerfile. The build's last lines:")
            .And.Contain("line 20").And.Contain("E: no such package").And.EndWith("returned a non-zero code: 1")
            .And.NotContain("\u001b").And.NotContain("line 4\n");
        message.Split('\n').Should().HaveCount(16);
    }

    [Test]
    public async Task A_Dockerfile_that_the_engine_cannot_read_is_named()
    {
        await using var engine = await FakeEngine.StartAsync(
            ("POST /build", 400, """{"message":"dockerfile parse error line 1: unknown instruction: FORM"}"""));
        using var folder = new TemporaryFolder();

        (await FailureAsync(() => engine.Engine.BuildImageAsync(folder.Path, "tag", _ => { }, default))).Should()
            .StartWith($"The image could not be built from {folder.Path}/Dockerfile: ").And.EndWith("unknown instruction: FORM");
    }

    [Test]
    public async Task A_network_without_IPv6_is_made_if_the_engine_refuses_it()
    {
        await using var engine = await FakeEngine.StartAsync(async (context, request) =>
        {
            using var body = new StreamReader(context.Request.Body);
            var withV6 = (await body.ReadToEndAsync()).Contains("\"EnableIPv6\":true", StringComparison.Ordinal);
            (context.Response.StatusCode, var answer) = (request, withV6) switch
            {
                ("POST /networks/create", true) => (400, """{"message":"IPv6 is disabled"}"""),
                ("POST /networks/create", false) => (201, """{"Id":"1"}"""),
                _ => (200, """{"Name":"n","IPAM":{"Config":[{"Subnet":"172.20.0.0/16","Gateway":"172.20.0.1"}]}}"""),
            };
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync(answer);
        });

        var network = await engine.Engine.CreateNetworkAsync(new("n", "fd00:0:0:1::", s_none), default);

        network.Should().Be(new ContainerNetwork("n", IPAddress.Parse("172.20.0.1"), null));
        engine.Requests.Should().HaveCount(3);
    }

    [TestCase("fd00::1")]
    [TestCase("fd00::1/64")]
    public async Task Both_gateways_of_a_network_are_read(string gatewayV6)
    {
        await using var engine = await FakeEngine.StartAsync(
            ("POST /networks/create", 201, """{"Id":"1"}"""),
            ("GET /networks/n", 200,
                $$$"""{"Name":"n","IPAM":{"Config":[{"Gateway":"172.20.0.1"},{"Gateway":"{{{gatewayV6}}}"}] } }"""));

        (await engine.Engine.CreateNetworkAsync(new("n", "fd00:0:0:1::", s_none), default)).Should()
            .Be(new ContainerNetwork("n", IPAddress.Parse("172.20.0.1"), IPAddress.Parse("fd00::1")));
    }

    [Test]
    public async Task A_running_container_has_addresses_and_ports()
    {
        await using var engine = await FakeEngine.StartAsync(("GET /containers/c/json", 200, """
            {"State":{"Running":true},"NetworkSettings":{
              "Ports":{"3128/tcp":[{"HostIp":"127.0.0.1","HostPort":"49153"}],"3129/tcp":null},
              "Networks":{"other":{"IPAddress":"1.1.1.1"},"n":{"IPAddress":"172.20.0.2","GlobalIPv6Address":"fd00::2"}}}}
            """));

        var state = await engine.Engine.InspectAsync("c", "n", default);

        state.Running.Should().BeTrue();
        state.Address.Should().Be(IPAddress.Parse("172.20.0.2"));
        state.AddressV6.Should().Be(IPAddress.Parse("fd00::2"));
        state.PublishedPorts.Should().Equal(new Dictionary<int, int> { [3128] = 49153 });
        state.Exit.Should().BeNull();
    }

    [Test]
    public async Task An_ended_container_has_no_address_and_says_how_it_ended()
    {
        await using var engine = await FakeEngine.StartAsync(("GET /containers/c/json", 200, """
            {"State":{"Running":false,"ExitCode":137,"OOMKilled":true},
             "NetworkSettings":{"Ports":{},"Networks":{"n":{"IPAddress":"","GlobalIPv6Address":""}}}}
            """));

        var state = await engine.Engine.InspectAsync("c", "n", default);

        state.Should().BeEquivalentTo(new { Running = false, Address = (IPAddress?)null, AddressV6 = (IPAddress?)null });
        state.Exit!.ToString().Should().Be("exit code 137, killed because it exceeded its memory limit of 512 MiB");
    }

    [Test]
    public async Task Removing_what_is_gone_is_fine_and_a_refusal_is_not()
    {
        await using var engine = await FakeEngine.StartAsync(
            ("DELETE /networks/busy", 403, """{"message":"network busy has active endpoints"}"""),
            ("DELETE /containers/going", 409, """{"message":"removal of container going is already in progress"}"""));
        var removing = (LabelledKind kind, string name) => engine.Engine.RemoveAsync(new(kind, name, s_none), default);

        await removing.Invoking(remove => remove(LabelledKind.Container, "gone")).Should().NotThrowAsync();
        await removing.Invoking(remove => remove(LabelledKind.Container, "going")).Should().NotThrowAsync();
        (await FailureAsync(() => removing(LabelledKind.Network, "busy"))).Should()
            .EndWith("active endpoints");
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

    private static async Task<string> FailureAsync(Func<Task> act) =>
        (await act.Should().ThrowAsync<HarnessException>()).Which.Message;
}
