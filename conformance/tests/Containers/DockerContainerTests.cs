using System.Net;
using ConformanceKit.Containers;
using ConformanceKit.Tests.Running;
using FluentAssertions;
using Microsoft.AspNetCore.Http;
using NUnit.Framework;
using static ConformanceKit.Tests.Containers.FakeEngine;

namespace ConformanceKit.Tests.Containers;

/// <summary>Networks and containers.</summary>
[TestFixture, Platform("Linux,MacOsX"), Parallelizable(ParallelScope.All)]
internal sealed class DockerContainerTests
{
    private static readonly Dictionary<string, string> s_none = [];

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
    public async Task A_container_has_its_files_before_it_starts()
    {
        await using var engine = await FakeEngine.StartAsync(
            ("POST /containers/create", 201, """{"Id":"1"}"""), ("PUT /containers/c/archive", 200, ""),
            ("POST /containers/c/start", 204, ""));
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "acme.conf");
        File.WriteAllText(file, "text");
        var request = new ContainerRequest("c", "c", "image", "n", s_none, [], s_none, [])
        {
            Setup = ContainerSetup.None with { Files = new Dictionary<string, string> { ["/etc/acme.conf"] = file } },
        };

        await engine.Engine.RunAsync(request, default);

        engine.Requests.Select(asked => asked.Split('?')[0]).Should()
            .Equal("POST /containers/create", "PUT /containers/c/archive", "POST /containers/c/start");
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
}
