using ConformanceKit.Containers;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Tests.Containers;

[TestFixture, Parallelizable(ParallelScope.All)]
internal sealed class DockerArgumentsTests
{
    private static readonly ContainerRequest s_request = new(
        "conformancekit-1-squid", "squid", "sha256:abc", "net",
        new Dictionary<string, string> { ["conformancekit"] = "1" },
        ["SETUID"],
        new Dictionary<string, string> { ["origin.test"] = "172.20.0.1" },
        [3128]);

    [Test]
    public void A_container_is_limited_and_labelled() =>
        string.Join(' ', DockerArguments.Run(s_request)).Should().Be(
            "run --detach --name conformancekit-1-squid --hostname squid --network net --label conformancekit=1 "
            + "--memory 512m --pids-limit 512 --ulimit nofile=16384:16384 --security-opt no-new-privileges --cap-drop ALL "
            + "--cap-add SETUID --add-host origin.test:172.20.0.1 --publish 127.0.0.1::3128 sha256:abc");

    [Test]
    public void A_network_has_a_prefix_and_a_gateway_of_its_own()
    {
        var request = new NetworkRequest("net", "fd00:0:0:1::", new Dictionary<string, string> { ["a"] = "b" });

        DockerArguments.CreateNetwork(request, withV6: true).Should().Equal(
            "network", "create", "--driver", "bridge", "--ipv6", "--subnet", "fd00:0:0:1::/64", "--gateway", "fd00:0:0:1::1",
            "--label", "a=b", "net");
        DockerArguments.CreateNetwork(request, withV6: false).Should().NotContain("--ipv6").And.EndWith("net");
    }

    [Test]
    public void A_build_leaves_no_container_behind() =>
        DockerArguments.Build("/context", "tag", "/id").Should().Equal("build", "--force-rm", "--iidfile", "/id", "--tag", "tag",
            "/context");

    [Test]
    public void A_command_inside_a_container_is_passed_word_by_word() =>
        DockerArguments.Execute("c", ["echo", "a b", "$HOME"]).Should().Equal("exec", "c", "echo", "a b", "$HOME");

    [TestCase(LabelledKind.Container, "rm --force --volumes x")]
    [TestCase(LabelledKind.Network, "network rm x")]
    public void Each_kind_is_removed_by_its_own_command(LabelledKind kind, string expected) =>
        string.Join(' ', DockerArguments.Remove(new(kind, "x", new Dictionary<string, string>()))).Should().Be(expected);
}
