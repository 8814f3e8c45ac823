using FluentAssertions;
using NUnit.Framework;
using YamlDotNet.RepresentationModel;

namespace ConformanceKit.Scenarios.Tests.Ci;

/// <summary>What the README says about CI matches the repository.</summary>
internal sealed class ReadmeTests
{
    private static readonly IReadOnlyList<YamlMappingNode> s_examples = [.. Yaml.ReadmeExamples];

    [Test]
    public void The_example_for_GitHub_uses_inputs_and_outputs_that_the_action_has()
    {
        var steps = s_examples[0].At<YamlSequenceNode>("jobs", "conformance", "steps");

        steps[0].At<YamlMappingNode>("with").Keys().Should().BeSubsetOf(ActionFile.Inputs);
        var path = steps[1].At<YamlScalarNode>("with", "path").Value!;
        path.Should().StartWith("${{ steps.conformance.outputs.");
        ActionFile.Outputs.Keys.Should().Contain(path.Split('.')[^1].TrimEnd('}', ' '));
    }

    [Test]
    public void The_example_for_GitLab_sets_variables_that_the_script_reads_and_takes_the_files_that_it_writes()
    {
        var job = s_examples[1].At<YamlMappingNode>("conformance");

        job.At<YamlMappingNode>("variables").Keys().Should().BeSubsetOf(ActionFile.ScriptVariables);
        job.At<YamlSequenceNode>("script").Select(line => line.ToString())
            .Should().Contain("kit/.github/actions/conformance/run.sh");
        var reports = job.At<YamlScalarNode>("variables", "CONFORMANCE_REPORTS").Value;
        job.At<YamlScalarNode>("artifacts", "reports", "junit").Value.Should().Be($"{reports}/report.xml");
    }
}
