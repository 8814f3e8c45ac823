using FluentAssertions;
using NUnit.Framework;
using YamlDotNet.RepresentationModel;

namespace ConformanceKit.Scenarios.Tests.Ci;

/// <summary>A release is tested before it is published, and its tag is the version.</summary>
internal sealed class ReleaseTests
{
    private static readonly YamlMappingNode s_release = Yaml.Read("workflows/release.yml");

    private static readonly IReadOnlyList<string> s_pack = Commands("pack");

    [Test]
    public void Only_a_tag_starts_it()
    {
        s_release.At<YamlMappingNode>("on").Keys().Should().Equal("push");
        s_release.At<YamlMappingNode>("on", "push").Keys().Should().Equal("tags");
    }

    [Test]
    public void It_compares_the_tag_builds_tests_and_packs_in_this_order()
    {
        string[] order = ["-getProperty:Version", "dotnet build", "dotnet test", "dotnet pack", "dotnet tool install"];
        var found = order.Select(part => s_pack.ToList().FindIndex(run => run.Contains(part, StringComparison.Ordinal))).ToList();

        found.Should().NotContain(-1).And.BeInAscendingOrder();
        s_pack.Single(run => run.StartsWith("dotnet pack", StringComparison.Ordinal))
            .Should().Contain("--configuration Release").And.Contain("ContinuousIntegrationBuild=true");
    }

    [Test]
    public void Every_test_project_of_CI_runs_here_too() =>
        s_pack.Should().Contain(Runs(Yaml.Read("workflows/ci.yml").At<YamlMappingNode>("jobs", "build"))
            .Where(run => run.StartsWith("dotnet test", StringComparison.Ordinal)));

    [Test]
    public void What_was_packed_is_published_after_that_and_only_there_is_the_secret()
    {
        s_release.At<YamlScalarNode>("jobs", "publish", "needs").Value.Should().Be("pack");
        Commands("publish").Should().ContainSingle(run => run.StartsWith("dotnet nuget push", StringComparison.Ordinal));
        s_release.At<YamlMappingNode>("jobs", "pack").AllNodes.Select(node => node.ToString())
            .Should().NotContain(text => text.Contains("secrets."));
    }

    private static List<string> Commands(string job) => Runs(s_release.At<YamlMappingNode>("jobs", job));

    private static List<string> Runs(YamlMappingNode job) => [.. job.At<YamlSequenceNode>("steps").OfType<YamlMappingNode>()
        .Where(step => step.Keys().Contains("run")).Select(step => step.At<YamlScalarNode>("run").Value!)];
}
