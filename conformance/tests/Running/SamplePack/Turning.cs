using ConformanceKit.Model;
using ConformanceKit.Running.Authoring;

namespace ConformanceKit.SamplePack;

/// <summary>Scenarios that break because something is late: one always, one only the first time.</summary>
public sealed class Turning(string proxy) : Scenario(proxy)
{
    private static int s_runs;

    /// <summary>The next run is the first again.</summary>
    public static void Forget() => s_runs = 0;

    [Requirement("turning/late")]
    public Task It_is_late() => throw new RequirementBrokenException(ReasonIds.ReplyTimeout, "late");

    [Requirement("turning/late-once")]
    public Task It_is_late_once() => Interlocked.Increment(ref s_runs) == 1
        ? throw new RequirementBrokenException(ReasonIds.ReplyTimeout, "late")
        : Task.CompletedTask;
}
