namespace ConformanceKit.ReferenceProxy.Benchmarks.Load;

/// <summary>Sends as much as the connection accepts, from the start.</summary>
internal sealed unsafe class SourceEndpoint(EventLoop loop, int accepted) : OriginEndpoint(loop, accepted)
{
    /// <inheritdoc/>
    public override uint Interest => Libc.Out;

    /// <inheritdoc/>
    protected override bool Serve(uint happened)
    {
        Send(Loop.Scratch, EventLoop.ScratchSize);
        return true;
    }
}
