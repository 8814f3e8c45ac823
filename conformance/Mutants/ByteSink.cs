namespace ConformanceKit.Mutants;

/// <summary>Where one leg's bytes go, with their end: the next filter, or the connection at last.</summary>
public abstract class ByteSink
{
    /// <summary>Whether bytes are held back until more of them arrive.</summary>
    internal virtual bool IsHolding => false;

    /// <summary>Takes bytes; returns when they are passed on, so that a slow receiver slows the sender.</summary>
    /// <param name="bytes">The bytes; valid until the task ends.</param>
    public abstract Task SendAsync(ReadOnlyMemory<byte> bytes);

    /// <summary>The sender sent FIN.</summary>
    public abstract Task FinishAsync();

    /// <summary>The sender sent RST.</summary>
    public abstract Task ResetAsync();

    /// <summary>Nothing more came for a while: passes on what is held back, as it is.</summary>
    internal virtual Task ReleaseAsync() => Task.CompletedTask;
}

/// <summary>A step on a leg that passes everything on unchanged, except what a subclass does otherwise.</summary>
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
