namespace ConformanceKit.ReferenceProxy.Benchmarks.Load;

/// <summary>Speaks first, with one byte.</summary>
internal sealed class GreetingEndpoint(EventLoop loop, int accepted) : OriginEndpoint(loop, accepted)
{
    private bool _spoken;

    /// <inheritdoc/>
    public override uint Interest => Libc.Out;

    /// <inheritdoc/>
    protected override bool Serve(uint happened)
    {
        if (_spoken)
            return ReceiveAndDrop() != 0;
        _spoken = true;
        SendShort("x"u8);
        Loop.Change(this, Libc.In);
        return true;
    }
}
