namespace ConformanceKit.ReferenceProxy.Tests.Support;

/// <summary>Waits for what cannot be awaited.</summary>
internal static class Wait
{
    /// <summary>Asks again and again, for 20 s at most.</summary>
    public static Task UntilAsync(Func<bool> holds) => UntilAsync(() => Task.FromResult(holds()));

    /// <inheritdoc cref="UntilAsync(Func{bool})"/>
    public static async Task UntilAsync(Func<Task<bool>> holds)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!await holds())
            await Task.Delay(1, deadline.Token);
    }
}
