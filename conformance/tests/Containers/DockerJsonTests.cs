using System.Net;
using ConformanceKit.Containers;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Tests.Containers;

[TestFixture, Parallelizable(ParallelScope.All)]
internal sealed class DockerJsonTests
{
    [TestCase("fd00::1")]
    [TestCase("fd00::1/64")]
    public void Both_gateways_of_a_network_are_read(string gatewayV6) =>
        DockerJson.Network(
            $$$"""[{"Name":"n","IPAM":{"Config":[{"Subnet":"172.20.0.0/16","Gateway":"172.20.0.1"},{"Gateway":"{{{gatewayV6}}}"} ] } } ]""")
                .Should().Be(new ContainerNetwork("n", IPAddress.Parse("172.20.0.1"), IPAddress.Parse("fd00::1")));

    [Test]
    public void A_running_container_has_addresses_and_ports()
    {
        const string json = """
            [{"State":{"Running":true},"NetworkSettings":{
              "Ports":{"3128/tcp":[{"HostIp":"127.0.0.1","HostPort":"49153"}],"3129/tcp":null},
              "Networks":{"other":{"IPAddress":"1.1.1.1"},"n":{"IPAddress":"172.20.0.2","GlobalIPv6Address":"fd00::2"}}}}]
            """;

        var state = DockerJson.Container(json, "n");

        state.Running.Should().BeTrue();
        state.Address.Should().Be(IPAddress.Parse("172.20.0.2"));
        state.AddressV6.Should().Be(IPAddress.Parse("fd00::2"));
        state.PublishedPorts.Should().Equal(new Dictionary<int, int> { [3128] = 49153 });
    }

    [Test]
    public void An_ended_container_has_no_address()
    {
        const string json = """
            [{"State":{"Running":false},"NetworkSettings":{"Ports":{},"Networks":{"n":{"IPAddress":"","GlobalIPv6Address":""}}}}]
            """;

        var state = DockerJson.Container(json, "n");

        state.Running.Should().BeFalse();
        state.Address.Should().BeNull();
        state.AddressV6.Should().BeNull();
    }

    [Test]
    public void Labels_are_where_each_kind_has_them()
    {
        DockerJson.Labelled("""[{"Name":"/c","Config":{"Labels":{"a":"1"}}}]""", LabelledKind.Container)
            .Should().ContainSingle().Which.Should().Match<LabelledObject>(o => o.Name == "c" && o.Labels["a"] == "1");
        DockerJson.Labelled("""[{"Name":"n","Labels":{"b":"2"}}]""", LabelledKind.Network)
            .Should().ContainSingle().Which.Should().Match<LabelledObject>(o => o.Name == "n" && o.Labels["b"] == "2");
    }
}
