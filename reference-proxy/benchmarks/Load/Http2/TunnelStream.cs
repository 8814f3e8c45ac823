using System.Net;

namespace ConformanceKit.ReferenceProxy.Benchmarks.Load.Http2;

/// <summary>A stream that is a tunnel to an origin (RFC 9113 §8.5).</summary>
internal abstract class TunnelStream(Http2Client client, IPEndPoint origin) : LoadStream(client)
{
    private static int s_number;

    /// <summary>Whether the tunnel is open.</summary>
    public bool IsOpen { get; private set; }

    /// <inheritdoc/>
    public override void OnOpen() => IsOpen = true;

    /// <inheritdoc/>
    protected sealed override byte[] Request() => FieldBlock.Connect(LoadOrigins.InTurn(origin, s_number++));
}
