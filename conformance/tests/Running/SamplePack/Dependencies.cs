using ConformanceKit.Model;
using ConformanceKit.Running.Authoring;

namespace ConformanceKit.SamplePack;

/// <summary>Scenarios that depend on others, and a row with inputs.</summary>
public sealed class Dependencies(string proxy) : Scenario(proxy)
{
    private static int s_runs;

    public static int RunsOfBase => Volatile.Read(ref s_runs);

    [Requirement("dependencies/base")]
    public async Task The_base()
    {
        Interlocked.Increment(ref s_runs);
        await Task.Yield();
    }

    [Requirement("dependencies/on-pass")]
    public Task Needs_a_pass() => Task.CompletedTask;

    [Requirement("dependencies/on-fail", DependsOn = "endings/must")]
    public Task Needs_a_fail() => Task.CompletedTask;

    [Requirement("dependencies/on-blocked", DependsOn = "dependencies/on-fail")]
    public Task Needs_a_blocked() => Task.CompletedTask;

    [Requirement("dependencies/on-harness", DependsOn = "endings/harness")]
    public Task Needs_a_harness_error() => Task.CompletedTask;

    [Requirement("dependencies/on-warning", DependsOn = "endings/should")]
    public Task Needs_a_warning() => Task.CompletedTask;

    [Requirement("dependencies/feature", DependsOn = "nothing", Feature = "flying")]
    public Task Needs_a_feature() => Task.CompletedTask;

    [Requirement("dependencies/on-feature", DependsOn = "dependencies/feature")]
    public Task Needs_what_needs_a_feature() => Task.CompletedTask;

    [Requirement("dependencies/on-not-applicable", DependsOn = "endings/not-applicable")]
    public Task Needs_what_is_not_applicable() => Task.CompletedTask;

    [Requirement("inputs/number")]
    [Input("hex", "0x50", 80)]
    [Input("plus", "+80", 81)]
    public Task Each_number_is_tried(string text, int value)
    {
        Note($"{text}={value}");
        return Task.CompletedTask;
    }
}
