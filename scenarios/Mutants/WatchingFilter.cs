using ConformanceKit.Mutants;

namespace ConformanceKit.Scenarios.Mutants;

/// <summary>Reports to a flaw what passes on a leg, and holds FIN or RST back if the flaw says so.</summary>
internal sealed class WatchingFilter(ByteSink next) : ByteFilter(next)
{
    /// <summary>Called after bytes were passed on.</summary>
    public Func<Task> Sent { get; init; } = static () => Task.CompletedTask;

    /// <summary>Called before FIN is passed on.</summary>
    public Func<Task> Finished { get; init; } = static () => Task.CompletedTask;

    /// <summary>Called before RST is passed on.</summary>
    public Func<Task> Aborted { get; init; } = static () => Task.CompletedTask;

    /// <summary>Whether FIN is held back.</summary>
    public Func<bool> KeepsFin { get; init; } = static () => false;

    /// <summary>Whether RST is held back.</summary>
    public Func<bool> KeepsReset { get; init; } = static () => false;

    public override async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        await base.SendAsync(bytes);
        await Sent();
    }

    public override async Task FinishAsync()
    {
        await Finished();
        if (!KeepsFin())
            await base.FinishAsync();
    }

    public override async Task ResetAsync()
    {
        await Aborted();
        if (!KeepsReset())
            await base.ResetAsync();
    }
}
