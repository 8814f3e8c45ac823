using System.Net.Security;
using System.Security.Cryptography;
using ConformanceKit.Model;

namespace ConformanceKit.Wire;

/// <summary>TLS on another connection.</summary>
internal sealed class StreamTransport(SslStream tls, WireConnection below) : WireTransport
{
    private bool _isBroken;

    public override bool HasArrived => false;

    /// <summary>
    /// Whether the peer has ended the session with a closure alert; FIN alone, which may be a truncation, does not count.
    /// </summary>
    public bool IsEndedByAlert { get; private set; }

    public override async Task<int> ReceiveAsync(Memory<byte> into)
    {
        try
        {
            // TLS stops reading at the alert, so it has not seen a FIN yet.
            var count = await tls.ReadAsync(into);
            IsEndedByAlert |= count == 0 && !below.PeerFinished;
            return count;
        }
        catch (IOException error)
        {
            throw Broken(error);
        }
    }

    public override async Task SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancel)
    {
        try
        {
            await tls.WriteAsync(bytes, cancel);
        }
        catch (IOException error)
        {
            throw Broken(error);
        }
    }

    public override void ShutdownSend()
    {
        if (below.SendingEnded)
            return;
        try
        {
            // A closure alert is only a few bytes, and the connection below bounds the wait. A broken session can no longer
            // send one.
            if (!_isBroken)
                tls.ShutdownAsync().GetAwaiter().GetResult();
        }
        catch (CryptographicException)
        {
            // The session is broken already, so there is none to end in order.
        }
        catch (IOException) when (below.PeerReset)
        {
            // The peer's RST came first, so nobody would read the alert. The next receive reports it.
        }

        below.ShutdownSend();
    }

    public override void Reset() => below.Reset();

    public override ValueTask DisposeAsync() => tls.DisposeAsync();

    private Exception Broken(IOException error)
    {
        if (below.PeerReset)
            return new WireResetException(error);
        _isBroken = true;
        return new RequirementBrokenException(ReasonIds.TlsBroken, $"{below.Name}: TLS broke: {error.Message}")
        {
            Marks = below.Ending.Count > 0 ? below.Ending : [below.Note($"TLS broke: {error.Message}")],
        };
    }
}
