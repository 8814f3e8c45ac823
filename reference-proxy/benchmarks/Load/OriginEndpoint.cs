namespace ConformanceKit.ReferenceProxy.Benchmarks.Load;

/// <summary>A connection of an origin. A client that goes is nothing unusual: its connection is closed.</summary>
internal abstract class OriginEndpoint : Endpoint
{
    /// <summary>An accepted connection.</summary>
    protected OriginEndpoint(EventLoop loop, int accepted) : base(loop) => Descriptor = accepted;

    /// <summary>What it waits for from its first moment on.</summary>
    public virtual uint Interest => Libc.In;

    /// <inheritdoc/>
    public sealed override void OnReady(uint happened)
    {
        try
        {
            if (!Serve(happened))
                Loop.Close(this);
        }
        catch (LoadFailedException)
        {
            Loop.Close(this);
        }
    }

    /// <summary>One turn; false when the connection is at its end.</summary>
    protected abstract bool Serve(uint happened);
}
