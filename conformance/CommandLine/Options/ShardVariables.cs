using System.Globalization;
using ConformanceKit.Model;
using ConformanceKit.Running.Cases;

namespace ConformanceKit.CommandLine.Options;

/// <summary>The shard that the environment variables of a CI system or of a cluster name.</summary>
internal static class ShardVariables
{
    /// <summary>The index of the shard, from 0, where nothing else sets one: what a job passes on to say which it is.</summary>
    public const string Index = "CONFORMANCEKIT_SHARD_INDEX";

    /// <summary>The number of shards, where nothing else sets it.</summary>
    public const string Total = "CONFORMANCEKIT_SHARDS";

    // What somebody has set for this program alone comes first; a system of which there may be several is asked by its index.
    private static readonly IReadOnlyList<Source> s_sources =
    [
        // GitHub has no variable: a job passes on strategy.job-index, "a zero-based number", and strategy.job-total.
        // https://docs.github.com/en/actions/reference/workflows-and-actions/contexts#strategy-context
        new(Index, Total, First: 0),

        // GitLab, parallel: the index of the job in the job set, from 1; not set in a job that is not parallel.
        // https://docs.gitlab.com/ci/variables/predefined_variables
        new("CI_NODE_INDEX", "CI_NODE_TOTAL", First: 1),

        // CircleCI, parallelism: from 0 to CIRCLE_NODE_TOTAL - 1.
        // https://circleci.com/docs/variables/
        new("CIRCLE_NODE_INDEX", "CIRCLE_NODE_TOTAL", First: 0),

        // Buildkite, parallelism: the index starts from 0.
        // https://buildkite.com/docs/pipelines/configure/environment-variables
        new("BUILDKITE_PARALLEL_JOB", "BUILDKITE_PARALLEL_JOB_COUNT", First: 0),

        // Azure Pipelines, strategy parallel: System.JobPositionInPhase, from 1, and System.TotalJobsInPhase.
        // https://learn.microsoft.com/azure/devops/pipelines/test/parallel-testing-any-test-runner
        new("SYSTEM_JOBPOSITIONINPHASE", "SYSTEM_TOTALJOBSINPHASE", First: 1),

        // A Kubernetes Job with completionMode Indexed: from 0. It does not set the number of completions; the manifest has to.
        // https://kubernetes.io/docs/tasks/job/indexed-parallel-processing-static
        new("JOB_COMPLETION_INDEX", Total, First: 0),
    ];

    /// <summary>Reads the variables.</summary>
    /// <param name="variable">The value of an environment variable, or null.</param>
    /// <exception cref="UsageException">No variables name a shard, or what they name is none.</exception>
    public static Shard Read(Func<string, string?> variable)
    {
        var source = s_sources.FirstOrDefault(source => variable(source.Index) is { Length: > 0 })
            ?? throw new UsageException($"--shard auto: no variable of a CI system says which shard this is. Give --shard I/N, "
                + $"or set {Index} (from 0) and {Total}.");
        var index = variable(source.Index)!;
        if (variable(source.Total) is not { Length: > 0 } total)
        {
            throw new UsageException($"--shard auto: {source.Index} is set, but {source.Total} is not. Set it to the number of "
                + "shards.");
        }

        return int.TryParse(index, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && Shard.TryParse($"{(long)number - source.First + 1}/{total}", out var shard)
            ? shard
            : throw new UsageException($"--shard auto: {source.Index}={index} and {source.Total}={total} name no shard; the "
                + $"first has to be from {source.First} to {(source.First == 0 ? $"{source.Total} - 1" : source.Total)}.");
    }

    /// <param name="Index">The variable with the index.</param>
    /// <param name="Total">The variable with the number of shards.</param>
    /// <param name="First">The index of the first shard.</param>
    private sealed record Source(string Index, string Total, int First);
}
