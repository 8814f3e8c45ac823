namespace ConformanceKit.ReferenceProxy.Benchmarks.Load;

/// <summary>Sends back the first bytes that it receives, and hangs up.</summary>
internal sealed unsafe class EchoOnceEndpoint(EventLoop loop, int accepted) : OriginEndpoint(loop, accepted)
{
    /// <inheritdoc/>
    protected override bool Serve(uint happened)
    {
        var received = Receive();
        if (received > 0)
            SendShort(new ReadOnlySpan<byte>(Loop.Scratch, received));
        return received < 0;
    }
}
