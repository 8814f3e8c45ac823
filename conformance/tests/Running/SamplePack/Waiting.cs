using ConformanceKit.Running;

namespace ConformanceKit.SamplePack;

/// <summary>As many scenarios as a small run has workers, and a lengthy one that they wait for.</summary>
public sealed class Waiting(string proxy) : Scenario(proxy)
{
    private static TaskCompletionSource begun = New();

    /// <summary>As if the lengthy one had not begun yet.</summary>
    public static void Forget() => begun = New();

    [Requirement("lengthy/others")]
    [Input("a", 1)]
    [Input("b", 2)]
    [Input("c", 3)]
    [Input("d", 4)]
    public Task Waits_for_the_lengthy_one(int number)
    {
        Note($"{number}");
        return begun.Task.WaitAsync(Cancel);
    }

    [Requirement("lengthy/wait", Lengthy = true)]
    public async Task The_lengthy_one()
    {
        begun.TrySetResult();
        await SpendAsync(TimeUse.Patience, Task.CompletedTask);
        await SpendAsync(TimeUse.Patience, Task.CompletedTask);
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
