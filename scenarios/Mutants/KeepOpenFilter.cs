using ConformanceKit.Mutants;

namespace ConformanceKit.Scenarios.Mutants;

/// <summary>Swallows FIN and RST if a condition holds, so that the receiver's connection stays open.</summary>
/// <param name="next">The next step.</param>
/// <param name="isWanted">The condition, evaluated when FIN or RST arrives.</param>
internal sealed class KeepOpenFilter(ByteSink next, Func<bool> isWanted) : ByteFilter(next)
{
    /// <inheritdoc/>
    public override Task FinishAsync() => isWanted() ? Task.CompletedTask : base.FinishAsync();

    /// <inheritdoc/>
    public override Task ResetAsync() => isWanted() ? Task.CompletedTask : base.ResetAsync();
}
