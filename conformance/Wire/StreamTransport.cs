using System.Net.Security;
using ConformanceKit.Model;
using ConformanceKit.ReferenceProxy.Tls;

namespace ConformanceKit.Wire;

/// <summary>TLS on another connection.</summary>
/// <param name="tls">The session.</param>
/// <param name="below">The connection.</param>
/// <param name="closesBelow">Whether the connection is there for this session alone, and is closed with it.</param>
internal sealed class StreamTransport(SslStream tls, WireConnection below, bool closesBelow = false) : WireTransport
{
    private bool _isBroken;
    private bool _isEndedByAlert;

    // Only what came before a reset is certain to be there without waiting: what is unread below may be part of a record.
    public override bool HasArrived => below.PeerReset && below.HasUnread;

    /// <summary>
    /// Whether the peer has ended the session with a closure alert; FIN alone, which may be a truncation, does not count.
    /// </summary>
    public override bool IsEndedInOrder => _isEndedByAlert;

    public override async Task<int> ReceiveAsync(Memory<byte> into)
    {
        try
        {
            // TLS stops reading at the alert, so it has not seen a FIN yet.
            var count = await tls.ReadAsync(into);
            _isEndedByAlert |= count == 0 && !below.PeerFinished;
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
        catch (OperationCanceledException)
        {
            _isBroken = true; // a record may be half sent
            throw;
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
                ClosureAlert.SendAsync(tls).GetAwaiter().GetResult();
        }
        catch (IOException)
        {
            // The session is broken already, or the peer's RST came first, so nobody would read the alert. The next receive
            // reports it.
        }

        below.ShutdownSend();
    }

    public override void Reset() => below.Reset();

    public override async ValueTask DisposeAsync()
    {
        await tls.DisposeAsync();
        if (closesBelow)
            await below.DisposeAsync();
    }

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
