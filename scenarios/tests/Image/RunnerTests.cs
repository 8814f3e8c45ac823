using ConformanceKit.Model;
using ConformanceKit.Scenarios.Tests.Kubernetes;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Scenarios.Tests.Image;

/// <summary>The image's containers grade a proxy whose network they share.</summary>
internal sealed class RunnerTests
{
    private static readonly string[] s_selection = ["--filter", "connect/host-*,absolute-form/host-*,http10/*"];
    private static readonly string[] s_run = ["run", "--proxy", "http://127.0.0.1:3128", .. s_selection];

    [Test]
    public async Task It_is_this_program_and_another_user_than_root()
    {
        (await RunnerImage.RunAsync(["--version"])).Output.Split('+')[0]
            .Should().Be(ProgramVersion.Of(typeof(RunnerTests).Assembly));
        (await RunnerImage.ExecuteAsync("id", "-u")).Output.Trim()
            .Should().Be($"{Manifests.Shards.Program().SecurityContext.RunAsUser}").And.NotBe("0");
    }

    // The baseline has been written for a container that the kit itself started.
    [Test]
    public async Task The_verdicts_are_those_of_the_baseline()
    {
        var run = await RunnerImage.RunAsync(
            [.. s_run, "--name", "squid", "--baselines", "/opt/conformancekit/baselines", "--json", "baseline.json"]);

        run.ExitCode.Should().Be(ExitCodes.Conformant, run.Output + run.Error);
        run.Output.Should().Contain("all known from its baseline");
        (await GradedProxy.ReadAsync("baseline.json")).Results["absolute-form/host-missing"].Should().StartWith("fail");
    }

    [Test]
    public async Task The_shards_of_the_job_for_Kubernetes_joined_are_the_run_without_shards()
    {
        // 1. The whole in one container, and each pod's arguments and variables in a container of its own.
        var count = Manifests.Shards.Spec.Completions!.Value;
        var whole = RunnerImage.RunAsync([.. s_run, "--json", "whole.json"]);
        var shards = await Task.WhenAll(Enumerable.Range(0, count).Select(index => RunnerImage.RunAsync(
            [.. Manifests.Shards.Arguments(index), .. s_selection],
            [.. Manifests.Shards.Program().Env.Select(variable => $"{variable.Name}={variable.Value}"),
                $"JOB_COMPLETION_INDEX={index}"])));
        shards.Append(await whole).Should()
            .OnlyContain(run => run.ExitCode == ExitCodes.Conformant || run.ExitCode == ExitCodes.Broken);

        // 2. The other job joins them.
        var joining = await RunnerImage.RunAsync(Manifests.Report.Arguments());
        joining.ExitCode.Should().Be((await whole).ExitCode, joining.Output + joining.Error);
        joining.Error.Should().NotContain("missing");

        // 3. Each shard has some cases, and together they have all.
        var parts = await Task.WhenAll(Enumerable.Range(0, count)
            .Select(index => GradedProxy.ReadAsync(Manifests.Shards.Option("--json", index))));
        parts.Select(part => part.Shard).Should().Equal(Enumerable.Range(1, count).Select(part => $"{part}/{count}"));
        parts.Should().OnlyContain(part => part.Results.Count > 0);
        (await GradedProxy.ReadAsync(Manifests.Report.Option("--json"))).Results
            .Should().BeEquivalentTo((await GradedProxy.ReadAsync("whole.json")).Results);
    }
}
