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
        var mine = string.Join(",", s_ours.Select(label => $"\"{label.Key}\":\"{label.Value}\""));
        await using var engine = await FakeEngine.StartAsync(
            ("GET /version", 200, """{"Version":"20.10"}"""),
            ("GET /containers/json", 200,
                $$"""[{"Names":["/left"],"Labels":{} },{"Names":["/alive"],"Labels":{ {{mine}} } }]"""),
            ("GET /networks", 200, """[{"Name":"net","Labels":{}}]"""),
            ("DELETE /containers/left", 204, ""),
            ("DELETE /networks/net", 204, ""));

        var removed = await ContainerCleanup.CleanAsync(engine.Engine, default);

        removed.Select(one => one.Name).Should().Equal("left", "net");
        engine.Requests.ToArray()[^2..].Select(request => request.Split('?')[0]).Should()
            .Equal("DELETE /containers/left", "DELETE /networks/net");
    }

    [Test, Platform("Linux,MacOsX")]
    public async Task Nothing_left_is_nothing_removed()
    {
        await using var engine = await FakeEngine.StartAsync(
            ("GET /version", 200, """{"Version":"20.10"}"""), ("GET /containers/json", 200, "[]"), ("GET /networks", 200, "[]"));

        (await ContainerCleanup.CleanAsync(engine.Engine, default)).Should().BeEmpty();
        engine.Requests.Should().HaveCount(3);
    }

    private static LabelledObject Item(Dictionary<string, string> labels) => new(LabelledKind.Container, "x", labels);
}
