using System.Net;

namespace ConformanceKit.ReferenceProxy.Benchmarks.Load.Http2;

/// <summary>Sends a block and receives it back; then the tunnel stays open and idle.</summary>
internal sealed class BlockStream(Http2Client client, IPEndPoint echo, int size) : TunnelStream(client, echo)
{
    private int _back;

    /// <summary>Whether everything that was sent has come back.</summary>
    public bool IsIdle => _back == size;

    /// <inheritdoc/>
    public override void OnOpen()
    {
        base.OnOpen();
        Send(size);
    }

    /// <inheritdoc/>
    public override void OnData(ReadOnlySpan<byte> content)
    {
        _back += content.Length;
        if (_back > size || content.ContainsAnyExcept((byte)'x'))
            throw new LoadFailedException("something else came back than what was sent");
    }
}
