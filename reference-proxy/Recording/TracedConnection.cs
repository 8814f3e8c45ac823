namespace ConformanceKit.ReferenceProxy.Recording;

/// <summary>One connection of an exchange, as the proxy records it. Each end of it is recorded once.</summary>
/// <param name="tracer">Records the exchange.</param>
/// <param name="name">The name of the connection.</param>
/// <param name="far">Who is at its other end.</param>
/// <param name="below">The connection that carries this one, which is inside TLS; or null.</param>
internal sealed class TracedConnection(Tracer tracer, string name, Party far, TracedConnection? below = null)
{
    /// <summary>How the name of what is inside TLS on another connection ends.</summary>
    public const string InsideTls = " (tls)";

    private readonly TracedDirection _received = new(name, far, Party.Proxy);
    private readonly TracedDirection _sent = new(name, Party.Proxy, far);
    private int _finReceived;
    private int _finSent;
    private int _reset;

    /// <summary>The connection that carries this one, or null.</summary>
    public TracedConnection? Below => below;

    private bool IsReset => _reset != 0 || below?.IsReset == true;

    /// <summary>What is inside TLS on this connection.</summary>
    public TracedConnection Inside() => new(tracer, name + InsideTls, far, this);

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
        if (!IsReset && Interlocked.Exchange(ref _finSent, 1) == 0)
            tracer.Tell(name, Party.Proxy, far, ExchangeKind.Finished);
    }

    /// <summary>The other side has aborted the connection.</summary>
    public void ResetReceived() => Reset(far, Party.Proxy);

    /// <summary>The proxy aborts the connection.</summary>
    public void ResetSent() => Reset(Party.Proxy, far);

    // TLS has no RST of its own.
    private void Reset(Party from, Party to)
    {
        if (below is not null)
            below.Reset(from, to);
        else if (Interlocked.Exchange(ref _reset, 1) == 0)
            tracer.Tell(name, from, to, ExchangeKind.Reset);
    }
}
