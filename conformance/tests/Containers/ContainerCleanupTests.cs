using ConformanceKit.Containers;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Tests.Containers;

[TestFixture, Parallelizable(ParallelScope.All)]
internal sealed class ContainerCleanupTests
{
    private static readonly Dictionary<string, string> s_ours = OwnerLabels.ForRun("r1");

    [Test]
    public void This_process_is_alive() => OwnerLabels.OwnerIsAlive(Item(s_ours)).Should().BeTrue();

    [TestCase("conformancekit.machine", "elsewhere")]
    [TestCase("conformancekit.process", "999999999")]
    [TestCase("conformancekit.process", "")]
    [TestCase("conformancekit.started", "1")]
    public void An_owner_of_another_machine_process_or_start_is_not(string label, string value) =>
        OwnerLabels.OwnerIsAlive(Item(new Dictionary<string, string>(s_ours) { [label] = value })).Should().BeFalse();

    [Test, Platform("Linux,MacOsX")]
    public async Task Only_what_has_no_living_owner_is_removed_containers_first()
    {
        var mine = string.Join(",", s_ours.Select(l => $"\"{l.Key}\":\"{l.Value}\""));
        using var docker = new FakeDocker(
            $$$"""
            case "$*" in
              info*) echo 20.10;;
              ps*) echo 1; echo 2;;
              "network ls"*) echo 3;;
              "container inspect"*) echo '[{"Name":"/left","Config":{"Labels":{} } },
                {"Name":"/alive","Config":{"Labels":{ {{{mine}}} } } } ]';;
              "network inspect"*) echo '[{"Name":"net","Labels":{}}]';;
            esac
            """);

        var removed = await ContainerCleanup.CleanAsync(docker.Engine, default);

        removed.Select(r => r.Name).Should().Equal("left", "net");
        docker.Calls[^2..].Should().Equal("rm --force --volumes left", "network rm net");
    }

    [Test, Platform("Linux,MacOsX")]
    public async Task Nothing_left_is_nothing_removed()
    {
        using var docker = new FakeDocker("case \"$*\" in info*) echo 20.10;; esac");

        (await ContainerCleanup.CleanAsync(docker.Engine, default)).Should().BeEmpty();
        docker.Calls.Should().HaveCount(3);
    }

    private static LabelledObject Item(Dictionary<string, string> labels) => new(LabelledKind.Container, "x", labels);
}
