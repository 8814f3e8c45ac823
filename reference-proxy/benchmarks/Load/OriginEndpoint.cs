namespace ConformanceKit.ReferenceProxy.Benchmarks.Load;

/// <summary>An origin's end of a connection. A client that leaves is normal, not a failure: its connection is closed.</summary>
internal abstract class OriginEndpoint : Endpoint
{
    /// <summary>Takes an accepted connection.</summary>
    protected OriginEndpoint(EventLoop loop, int accepted) : base(loop) => Descriptor = accepted;

    /// <summary>What it waits for at first.</summary>
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

    /// <summary>Takes one turn; returns false if the connection is to be closed.</summary>
    protected abstract bool Serve(uint happened);
}
