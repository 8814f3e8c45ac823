namespace ConformanceKit.ReferenceProxy.Recording;

/// <summary>One connection of an exchange, as the proxy records it. Each end of it is recorded once.</summary>
internal sealed class TracedConnection(Tracer tracer, string name, Party far)
{
    private readonly TracedDirection _received = new(name, far, Party.Proxy);
    private readonly TracedDirection _sent = new(name, Party.Proxy, far);
    private int _finReceived;
    private int _finSent;
    private int _reset;

    /// <summary>Bytes have arrived.</summary>
    public void Received(ReadOnlySpan<byte> bytes) => tracer.Tell(_received, bytes);

    /// <summary>Bytes are about to be sent.</summary>
    public void Sent(ReadOnlySpan<byte> bytes)
    {
        if (!bytes.IsEmpty)
            tracer.Tell(_sent, bytes);
    }

    /// <summary>The other side has sent FIN.</summary>
    public void FinReceived()
    {
        if (Interlocked.Exchange(ref _finReceived, 1) == 0)
            tracer.Tell(name, far, Party.Proxy, ExchangeKind.Finished);
    }

    /// <summary>The proxy has sent FIN.</summary>
    public void FinSent()
    {
        if (_reset == 0 && Interlocked.Exchange(ref _finSent, 1) == 0)
            tracer.Tell(name, Party.Proxy, far, ExchangeKind.Finished);
    }

    /// <summary>The other side has aborted the connection.</summary>
    public void ResetReceived() => Reset(far, Party.Proxy);

    /// <summary>The proxy aborts the connection.</summary>
    public void ResetSent() => Reset(Party.Proxy, far);

    private void Reset(Party from, Party to)
    {
        if (Interlocked.Exchange(ref _reset, 1) == 0)
            tracer.Tell(name, from, to, ExchangeKind.Reset);
    }
}
