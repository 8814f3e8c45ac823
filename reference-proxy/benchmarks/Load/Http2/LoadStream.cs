namespace ConformanceKit.ReferenceProxy.Benchmarks.Load.Http2;

/// <summary>One stream of a connection after the other; derived classes decide what to do with it.</summary>
internal abstract class LoadStream(Http2Client client)
{
    /// <summary>Its number.</summary>
    public int Id { get; set; }

    /// <summary>How much may be sent on it.</summary>
    public int Window { get; set; }

    /// <summary>How much has arrived that has not been granted again.</summary>
    public int Used { get; set; }

    /// <summary>How many bytes are still to be sent.</summary>
    public int Unsent { get; set; }

    /// <summary>Whether the peer is granted more than the first window.</summary>
    public virtual bool Grants => true;

    /// <summary>Opens it. It can be opened again when it is over.</summary>
    public void Open() => client.Open(this, Request(), ends: !HasContent);

    /// <summary>Called when the status is 200.</summary>
    public virtual void OnOpen()
    {
    }

    /// <summary>Called when some content has arrived.</summary>
    public abstract void OnData(ReadOnlySpan<byte> content);

    /// <summary>Called when the peer has ended the stream.</summary>
    public virtual void OnEnd() => throw new LoadFailedException("a stream ended that should have stayed open");

    /// <summary>Whether the request goes on after its field block.</summary>
    protected virtual bool HasContent => true;

    /// <summary>The field block of the request.</summary>
    protected abstract byte[] Request();

    /// <summary>Sends that many times the letter x, as soon as the windows allow it.</summary>
    protected void Send(int count)
    {
        Unsent += count;
        client.SendAllowed(this);
    }

    /// <summary>Ends this side of the stream.</summary>
    protected void End() => client.End(this);
}
