using System.Net;

namespace ConformanceKit.ReferenceProxy.Benchmarks.Load.Http2;

/// <summary>
/// Opens a tunnel, sends one byte and receives it back, ends the tunnel, as its origin does at the same time, and starts again
/// when the peer has ended it too. Both have to, because nghttpx does not pass on the client's end, and Apache not the origin's.
/// </summary>
internal sealed class ChurnStream(Http2Client client, IPEndPoint echoOnce) : TunnelStream(client, echoOnce)
{
    private bool _isBack;

    /// <summary>How many tunnels have been opened, used and closed.</summary>
    public int Tunnels { get; private set; }

    /// <summary>Whether to start again.</summary>
    public bool GoesOn { get; set; } = true;

    /// <inheritdoc/>
    public override void OnOpen()
    {
        _isBack = false;
        Send(1);
    }

    /// <inheritdoc/>
    public override void OnData(ReadOnlySpan<byte> content)
    {
        if (content.IsEmpty)
            return;
        if (_isBack || !content.SequenceEqual("x"u8))
            throw new LoadFailedException("something else came back than the byte that was sent");
        _isBack = true;
        End();
    }

    /// <inheritdoc/>
    public override void OnEnd()
    {
        if (!_isBack)
            throw new LoadFailedException("a tunnel ended before its byte came back");
        Tunnels++;
        if (GoesOn)
            Open();
    }
}
