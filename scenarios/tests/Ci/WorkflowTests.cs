using ConformanceKit.Model;
using FluentAssertions;
using NUnit.Framework;
using YamlDotNet.RepresentationModel;

namespace ConformanceKit.Scenarios.Tests.Ci;

/// <summary>The action and the workflows match the script, the proxies and each other.</summary>
internal sealed class WorkflowTests
{
    private static readonly YamlMappingNode s_matrix = Yaml.Read("workflows/matrix.yml").At<YamlMappingNode>("jobs", "grade",
        "strategy", "matrix");

    [Test]
    public void Every_input_of_the_action_is_handed_to_the_script() =>
        ActionFile.StepVariables.Values.Should().BeEquivalentTo(ActionFile.Inputs.Select(input => $"${{{{ inputs.{input} }}}}"));

    [Test]
    public void The_script_reads_just_the_variables_that_the_action_sets() =>
        ActionFile.ScriptVariables.Should().BeEquivalentTo(ActionFile.StepVariables.Keys);

    [Test]
    public async Task Every_output_of_the_action_is_written_by_the_script()
    {
        using var run = await ScriptRun.Of(("CONFORMANCE_PROXY", "embedded"), ("CONFORMANCE_FILTER", "connect/establish"));

        run.Outputs.Keys.Should().BeEquivalentTo(ActionFile.Outputs.Keys);
        ActionFile.Outputs.Should().OnlyContain(output => output.Value == $"${{{{ steps.grade.outputs.{output.Key} }}}}");
    }

    [Test]
    public void No_expression_stands_in_shell_code([ValueSource(typeof(Yaml), nameof(Yaml.Files))] string file) =>
        Yaml.Read(file).All("run").Select(run => run.ToString()).Should().NotContain(run => run.Contains("${{"));

    [Test]
    public void Everything_used_has_a_version_or_is_in_the_same_sources(
        [ValueSource(typeof(Yaml), nameof(Yaml.Files))] string file) =>
        Yaml.Read(file).All("uses").Select(uses => uses.ToString()).Should().NotBeEmpty()
            .And.OnlyContain(
                uses => uses == "./.github/actions/conformance"
                || System.Text.RegularExpressions.Regex.IsMatch(uses, @"^[\w.-]+/[\w./-]+@v\d+$"));

    [Test]
    public void What_a_workflow_gives_the_action_are_inputs_of_the_action(
        [ValueSource(typeof(Yaml), nameof(Yaml.Files))] string file) =>
        Yaml.Read(file).AllNodes.OfType<YamlMappingNode>()
            .Where(step => step.Children.TryGetValue("uses", out var uses) && uses.ToString().StartsWith("./"))
            .SelectMany(step => step.At<YamlMappingNode>("with").Keys())
            .Should().BeSubsetOf(ActionFile.Inputs);

    [Test]
    public void The_matrix_has_every_proxy_that_the_kit_knows()
    {
        var folders = Directory.GetDirectories(Path.Combine(RepositoryRoot.Find()!, "conformance", "proxies"))
            .Select(Path.GetFileName);

        s_matrix.At<YamlSequenceNode>("proxy").Select(proxy => proxy.ToString()).Should().BeEquivalentTo(folders);
    }

    [Test]
    public void The_parts_of_the_matrix_are_a_whole()
    {
        var shards = s_matrix.At<YamlSequenceNode>("shard").Select(shard => shard.ToString()).ToList();

        shards.Should().BeEquivalentTo(Enumerable.Range(1, shards.Count).Select(part => $"{part}/{shards.Count}"));
    }

    [Test]
    public void The_parts_of_the_kill_matrix_are_a_whole_and_each_job_runs_its_own()
    {
        var job = Yaml.Read("workflows/ci.yml").At<YamlMappingNode>("jobs", "mutants");
        var parts = job.At<YamlSequenceNode>("strategy", "matrix", "part").Select(part => part.ToString()).ToList();
        var step = job.At<YamlSequenceNode>("steps").OfType<YamlMappingNode>().Single(one => one.Keys().Contains("env"));

        parts.Should().HaveCountGreaterThan(1)
            .And.BeEquivalentTo(Enumerable.Range(1, parts.Count).Select(part => $"{part}/{parts.Count}"));
        step.At<YamlScalarNode>("env", "PART").Value.Should().Be("${{ matrix.part }}");
        step.At<YamlScalarNode>("run").Value.Should().Contain("conformancekit mutants --shard \"$PART\"");
    }

    [Test]
    public void Every_night_each_parser_is_fuzzed_in_one_job()
    {
        var job = Yaml.Read("workflows/fuzz.yml").At<YamlMappingNode>("jobs", "parsers");
        var parts = job.At<YamlSequenceNode>("strategy", "matrix", "targets").Select(part => part.ToString()).ToList();
        var targets = Directory.GetDirectories(Path.Combine(RepositoryRoot.Find()!, "conformance", "fuzz", "corpus"))
            .Select(Path.GetFileName);

        parts.Should().OnlyContain(part => part.EndsWith('*'));
        targets.Should().NotBeEmpty()
            .And.OnlyContain(target => parts.Count(part => target!.StartsWith(part.TrimEnd('*'))) == 1);
        job.At<YamlSequenceNode>("steps").AllNodes.Select(node => $"{node}")
            .Should().Contain("conformance/fuzz/fuzz.sh \"$TARGETS\" 360").And.Contain("${{ matrix.targets }}");
    }

    [Test]
    public void A_workflow_may_do_no_more_than_it_says([ValueSource(nameof(Workflows))] string file)
    {
        var workflow = Yaml.Read(file);

        workflow.At<YamlMappingNode>("permissions").Children.Should().HaveCount(1);
        workflow.At<YamlScalarNode>("permissions", "contents").Value.Should().Be("read");
        workflow.Keys().Should().Contain("concurrency");
        workflow.At<YamlMappingNode>("jobs").Children.Values
            .Should().OnlyContain(job => ((YamlMappingNode)job).Keys().Contains("timeout-minutes"));
    }

    private static IEnumerable<string> Workflows => Yaml.Files.Where(file => file.StartsWith("workflows"));
}
