using System.Net;

namespace ConformanceKit.ReferenceProxy.Benchmarks.Load.Http2;

/// <summary>
/// Opens a tunnel, sends one byte and receives it back, ends the tunnel, and starts again when the peer has ended it too: until then
/// it counts as one of the streams that a peer allows at once (RFC 9113 §5.1.2).
/// </summary>
internal sealed class ChurnStream(Http2Client client, IPEndPoint echo) : TunnelStream(client, echo)
{
    /// <summary>How many tunnels have been opened, used and closed.</summary>
    public int Tunnels { get; private set; }

    /// <summary>Whether to start again.</summary>
    public bool GoesOn { get; set; } = true;

    /// <inheritdoc/>
    public override void OnOpen() => Send(1);

    /// <inheritdoc/>
    public override void OnData(ReadOnlySpan<byte> content)
    {
        if (content.IsEmpty)
            return;
        if (HasEnded || !content.SequenceEqual("x"u8))
            throw new LoadFailedException("something else came back than the byte that was sent");
        End();
    }

    /// <inheritdoc/>
    public override void OnEnd()
    {
        if (!HasEnded)
            throw new LoadFailedException("a tunnel ended before its byte came back");
        Tunnels++;
        if (GoesOn)
            Open();
    }
}
