using ConformanceKit.CommandLine.Options;
using ConformanceKit.Model;
using ConformanceKit.Running.Cases;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Tests.CommandLine;

internal sealed class ShardVariablesTests
{
    [TestCase("GitLab", "CI_NODE_INDEX=1 CI_NODE_TOTAL=4", 1, 4)]
    [TestCase("GitLab", "CI_NODE_INDEX=4 CI_NODE_TOTAL=4", 4, 4)]
    [TestCase("CircleCI", "CIRCLE_NODE_INDEX=0 CIRCLE_NODE_TOTAL=3", 1, 3)]
    [TestCase("CircleCI", "CIRCLE_NODE_INDEX=2 CIRCLE_NODE_TOTAL=3", 3, 3)]
    [TestCase("Buildkite", "BUILDKITE_PARALLEL_JOB=0 BUILDKITE_PARALLEL_JOB_COUNT=2", 1, 2)]
    [TestCase("Buildkite", "BUILDKITE_PARALLEL_JOB=1 BUILDKITE_PARALLEL_JOB_COUNT=2", 2, 2)]
    [TestCase("Azure", "SYSTEM_JOBPOSITIONINPHASE=1 SYSTEM_TOTALJOBSINPHASE=5", 1, 5)]
    [TestCase("Azure", "SYSTEM_JOBPOSITIONINPHASE=5 SYSTEM_TOTALJOBSINPHASE=5", 5, 5)]
    [TestCase("Kubernetes", "JOB_COMPLETION_INDEX=0 CONFORMANCEKIT_SHARDS=6", 1, 6)]
    [TestCase("Kubernetes", "JOB_COMPLETION_INDEX=5 CONFORMANCEKIT_SHARDS=6", 6, 6)]
    [TestCase("GitHub", "CONFORMANCEKIT_SHARD_INDEX=0 CONFORMANCEKIT_SHARDS=8", 1, 8)]
    [TestCase("GitHub", "CONFORMANCEKIT_SHARD_INDEX=7 CONFORMANCEKIT_SHARDS=8", 8, 8)]
    [TestCase("a job of CircleCI that passes on others",
        "CIRCLE_NODE_INDEX=0 CIRCLE_NODE_TOTAL=1 CONFORMANCEKIT_SHARD_INDEX=1 CONFORMANCEKIT_SHARDS=2", 2, 2)]
    public void Each_system_is_understood(string system, string variables, int index, int count) =>
        ShardVariables.Read(Of(variables)).Should().Be(new Shard(index, count), system);

    [TestCase("", "no variable of a CI system says which shard this is")]
    [TestCase("CI_NODE_TOTAL=1", "no variable of a CI system says which shard this is")]
    [TestCase("JOB_COMPLETION_INDEX=0", "JOB_COMPLETION_INDEX is set, but CONFORMANCEKIT_SHARDS is not")]
    [TestCase("CI_NODE_INDEX=0 CI_NODE_TOTAL=2",
        "CI_NODE_INDEX=0 and CI_NODE_TOTAL=2 name no shard; the first has to be from 1 to CI_NODE_TOTAL.")]
    [TestCase("CIRCLE_NODE_INDEX=2 CIRCLE_NODE_TOTAL=2", "has to be from 0 to CIRCLE_NODE_TOTAL - 1.")]
    [TestCase("CIRCLE_NODE_INDEX=x CIRCLE_NODE_TOTAL=2", "CIRCLE_NODE_INDEX=x")]
    [TestCase("CIRCLE_NODE_INDEX=2147483647 CIRCLE_NODE_TOTAL=y", "CIRCLE_NODE_TOTAL=y")]
    public void What_names_no_shard_is_wrong_usage_in_one_line(string variables, string expected) =>
        FluentActions.Invoking(() => ShardVariables.Read(Of(variables))).Should().Throw<UsageException>()
            .Where(wrong => wrong.Message.StartsWith("--shard auto: ") && wrong.Message.Contains(expected)
                && !wrong.Message.Contains('\n'));

    private static Func<string, string?> Of(string variables) => variables
        .Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(variable => variable.Split('='))
        .ToDictionary(pair => pair[0], string? (pair) => pair[1]).GetValueOrDefault;
}
