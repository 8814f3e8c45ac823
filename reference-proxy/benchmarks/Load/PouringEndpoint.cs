namespace ConformanceKit.ReferenceProxy.Benchmarks.Load;

/// <summary>
/// Answers the first request on a connection endlessly, as fast as the peer accepts it, and drops whatever else arrives.
/// </summary>
internal sealed unsafe class PouringEndpoint(EventLoop loop, int accepted, Pouring pouring) : OriginEndpoint(loop, accepted)
{
    private bool _asked;

    /// <inheritdoc/>
    protected override bool Serve(uint happened)
    {
        if ((happened & Libc.In) != 0 && ReceiveAndDrop() == 0)
            return false;
        if (!_asked)
        {
            _asked = true;
            if (!pouring.Next.IsEmpty)
                Loop.Change(this, Libc.In | Libc.Out);
            return true;
        }

        var next = pouring.Next;
        fixed (byte* bytes = next)
            pouring.Sent(Math.Max(0, Send(bytes, next.Length)));
        return true;
    }
}
