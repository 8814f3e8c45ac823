namespace ConformanceKit.ReferenceProxy.Benchmarks.Load;

/// <summary>Sends back what it receives.</summary>
internal sealed unsafe class EchoEndpoint(EventLoop loop, int accepted) : OriginEndpoint(loop, accepted)
{
    private int _owed;

    /// <inheritdoc/>
    protected override bool Serve(uint happened)
    {
        // Receive nothing more until everything has been sent back.
        if (_owed == 0)
        {
            var received = Receive();
            if (received <= 0)
                return received < 0;
            _owed = received;
        }

        var waited = (happened & Libc.Out) != 0;
        _owed -= Math.Max(0, Send(Loop.Scratch, _owed));
        if (waited != _owed > 0)
            Loop.Change(this, waited ? Libc.In : Libc.Out);
        return true;
    }
}
