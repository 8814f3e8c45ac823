namespace ConformanceKit.Mutants;

/// <summary>Where one leg's octets go, with their end: the next filter, or the connection at last.</summary>
public abstract class OctetSink
{
    /// <summary>Whether octets are held back until more of them arrive.</summary>
    internal virtual bool IsHolding => false;

    /// <summary>Takes octets; returns when they are passed on, so that a slow receiver slows the sender.</summary>
    /// <param name="octets">The octets; valid until the task ends.</param>
    public abstract Task SendAsync(ReadOnlyMemory<byte> octets);

    /// <summary>The sender sent FIN.</summary>
    public abstract Task FinishAsync();

    /// <summary>The sender sent RST.</summary>
    public abstract Task ResetAsync();

    /// <summary>Nothing more came for a while: passes on what is held back, as it is.</summary>
    internal virtual Task ReleaseAsync() => Task.CompletedTask;
}

/// <summary>A step on a leg that passes everything on unchanged, except what a subclass does otherwise.</summary>
/// <param name="next">The next step.</param>
public class OctetFilter(OctetSink next) : OctetSink
{
    /// <summary>The next step.</summary>
    protected OctetSink Next { get; } = next;

    /// <inheritdoc/>
    internal override bool IsHolding => Next.IsHolding;

    /// <inheritdoc/>
    public override Task SendAsync(ReadOnlyMemory<byte> octets) => Next.SendAsync(octets);

    /// <inheritdoc/>
    public override Task FinishAsync() => Next.FinishAsync();

    /// <inheritdoc/>
    public override Task ResetAsync() => Next.ResetAsync();

    /// <inheritdoc/>
    internal override Task ReleaseAsync() => Next.ReleaseAsync();
}
