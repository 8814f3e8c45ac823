using ConformanceKit.Model;
using ConformanceKit.Running.Authoring;

namespace ConformanceKit.SamplePack;

/// <summary>As many scenarios as a small run has workers, and a lengthy one for which they wait.</summary>
public sealed class Waiting(string proxy) : Scenario(proxy)
{
    private static TaskCompletionSource s_begun = New();
    private static int s_over;

    /// <summary>Resets the state to that before the first scenario.</summary>
    public static void Forget()
    {
        s_begun = New();
        s_over = 0;
    }

    [Requirement("lengthy/last", Last = true)]
    public Task Runs_when_the_others_are_over() =>
        s_over == 4 ? Task.CompletedTask : throw new RequirementBrokenException("too-early", $"{s_over} are over");

    [Requirement("lengthy/others")]
    [Input("a", 1)]
    [Input("b", 2)]
    [Input("c", 3)]
    [Input("d", 4)]
    public async Task Waits_for_the_lengthy_one(int number)
    {
        Note($"{number}");
        await s_begun.Task.WaitAsync(Cancel);
        Interlocked.Increment(ref s_over);
    }

    [Requirement("lengthy/wait", Lengthy = true)]
    public async Task The_lengthy_one()
    {
        s_begun.TrySetResult();
        await SpendAsync(TimeUse.Patience, Task.CompletedTask);
        await SpendAsync(TimeUse.Patience, Task.CompletedTask);
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
