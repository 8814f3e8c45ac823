namespace ConformanceKit.ReferenceProxy.Recording;

/// <summary>One connection of an exchange, as the proxy records it. Each end of it is recorded once.</summary>
internal sealed class TracedConnection
{
    /// <summary>How the name of what is inside TLS on another connection ends.</summary>
    public const string InsideTls = " (tls)";

    private readonly Tracer _tracer;
    private readonly string _name;
    private readonly Party _far;
    private readonly TracedDirection _received;
    private readonly TracedDirection _sent;
    private int _finReceived;
    private int _finSent;
    private int _reset;

    /// <summary>Begins to record a connection.</summary>
    /// <param name="tracer">Records the exchange.</param>
    /// <param name="name">The name of the connection.</param>
    /// <param name="far">Who is at its other end.</param>
    /// <param name="below">The connection that carries this one, which is inside TLS; or null.</param>
    public TracedConnection(Tracer tracer, string name, Party far, TracedConnection? below = null)
    {
        (_tracer, _name, _far, Below) = (tracer, name, far, below);
        var readers = far == Party.Client ? tracer.NewReaders() : null;
        _received = new(name, far, Party.Proxy, readers?.FromClient);
        _sent = new(name, Party.Proxy, far, readers?.ToClient);
    }

    /// <summary>The connection that carries this one, or null.</summary>
    public TracedConnection? Below { get; }

    private bool IsReset => _reset != 0 || Below?.IsReset == true;

    /// <summary>What is inside TLS on this connection.</summary>
    public TracedConnection Inside() => new(_tracer, _name + InsideTls, _far, this);

    /// <summary>Bytes have arrived.</summary>
    public void Received(ReadOnlySpan<byte> bytes) => _tracer.Tell(_received, bytes);

    /// <summary>Bytes are about to be sent.</summary>
    public void Sent(ReadOnlySpan<byte> bytes)
    {
        if (!bytes.IsEmpty)
            _tracer.Tell(_sent, bytes);
    }

    /// <summary>The other side has sent FIN.</summary>
    public void FinReceived()
    {
        if (Interlocked.Exchange(ref _finReceived, 1) != 0)
            return;
        _tracer.TellRest(_received);
        _tracer.Tell(_name, _far, Party.Proxy, ExchangeKind.Finished);
    }

    /// <summary>The proxy has sent FIN.</summary>
    public void FinSent()
    {
        if (IsReset || Interlocked.Exchange(ref _finSent, 1) != 0)
            return;
        _tracer.TellRest(_sent);
        _tracer.Tell(_name, Party.Proxy, _far, ExchangeKind.Finished);
    }

    /// <summary>The other side has aborted the connection.</summary>
    public void ResetReceived() => Reset(_far, Party.Proxy);

    /// <summary>The proxy aborts the connection.</summary>
    public void ResetSent() => Reset(Party.Proxy, _far);

    // TLS has no RST of its own.
    private void Reset(Party from, Party to)
    {
        _tracer.TellRest(_received);
        if (Below is not null)
            Below.Reset(from, to);
        else if (Interlocked.Exchange(ref _reset, 1) == 0)
            _tracer.Tell(_name, from, to, ExchangeKind.Reset);
    }
}
