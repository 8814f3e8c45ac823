namespace ConformanceKit.Origins;

/// <content>WebSocket origins.</content>
public sealed partial class OriginFactory
{
    /// <summary>A WebSocket origin (RFC 6455) that echoes messages.</summary>
    /// <param name="pushFirst">A text message of at most 125 bytes that it sends in one write with the 101.</param>
    /// <returns>The listening origin.</returns>
    public Task<Origin> WebSocketAsync(string? pushFirst = null) =>
        StartAsync(new WebSocketScript(pushFirst).RunAsync);

    /// <summary>The same inside TLS (<c>wss</c>).</summary>
    /// <param name="pushFirst">A text message of at most 125 bytes that it sends in one write with the 101.</param>
    /// <returns>The listening origin; see <see cref="Origin.Tls"/>.</returns>
    public Task<Origin> WebSocketTlsAsync(string? pushFirst = null) =>
        TlsAsync(new WebSocketScript(pushFirst).RunAsync, "http/1.1");
}
