using System.Net;

namespace ConformanceKit.ReferenceProxy.Benchmarks.Load.Http2;

/// <summary>Sends one byte, waits until it comes back, and starts again.</summary>
internal sealed class RoundTripStream(Http2Client client, IPEndPoint echo) : TunnelStream(client, echo)
{
    /// <summary>How long that took.</summary>
    public RoundTrips Times { get; } = new();

    /// <inheritdoc/>
    public override void OnOpen() => Begin();

    /// <inheritdoc/>
    public override void OnData(ReadOnlySpan<byte> content)
    {
        if (content.IsEmpty)
            return;
        Times.End();
        Begin();
    }

    private void Begin()
    {
        Times.Begin();
        Send(1);
    }
}
