namespace ConformanceKit.Mutants;

/// <summary>Where a leg's bytes and its end go: the next filter, or finally the connection.</summary>
public abstract class ByteSink
{
    /// <summary>Whether bytes are held back until more of them arrive.</summary>
    internal virtual bool IsHolding => false;

    /// <summary>Takes bytes; completes when they have been passed on, so that a slow receiver slows the sender.</summary>
    /// <param name="bytes">The bytes; valid until the task ends.</param>
    public abstract Task SendAsync(ReadOnlyMemory<byte> bytes);

    /// <summary>Called when the sender has sent FIN.</summary>
    public abstract Task FinishAsync();

    /// <summary>Called when the sender has sent RST.</summary>
    public abstract Task ResetAsync();

    /// <summary>Passes on unchanged what is held back, because nothing more has arrived for a while.</summary>
    internal virtual Task ReleaseAsync() => Task.CompletedTask;
}

/// <summary>A step on a leg that passes everything on unchanged, unless a subclass overrides it.</summary>
/// <param name="next">The next step.</param>
public class ByteFilter(ByteSink next) : ByteSink
{
    /// <summary>The next step.</summary>
    protected ByteSink Next { get; } = next;

    /// <inheritdoc/>
    internal override bool IsHolding => Next.IsHolding;

    /// <inheritdoc/>
    public override Task SendAsync(ReadOnlyMemory<byte> bytes) => Next.SendAsync(bytes);

    /// <inheritdoc/>
    public override Task FinishAsync() => Next.FinishAsync();

    /// <inheritdoc/>
    public override Task ResetAsync() => Next.ResetAsync();

    /// <inheritdoc/>
    internal override Task ReleaseAsync() => Next.ReleaseAsync();
}
