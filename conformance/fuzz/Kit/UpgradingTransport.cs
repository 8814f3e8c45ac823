using System.Text;
using ConformanceKit.Origins;

namespace ConformanceKit.Fuzz.Kit;

/// <summary>A connection that answers the opening handshake of WebSocket (RFC 6455 §4.2.2) before the bytes arrive.</summary>
/// <param name="bytes">What arrives after the 101.</param>
/// <param name="size">The size of the pieces in which it does.</param>
internal sealed class UpgradingTransport(byte[] bytes, int size) : MemoryTransport(bytes, size)
{
    private const string Key = "Sec-WebSocket-Key: ";

    /// <inheritdoc/>
    public override Task SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancel)
    {
        var lines = Encoding.Latin1.GetString(bytes.Span).Split("\r\n");
        if (lines.FirstOrDefault(line => line.StartsWith(Key, StringComparison.Ordinal)) is { } line)
        {
            Precede(Encoding.ASCII.GetBytes("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + $"Sec-WebSocket-Accept: {WebSocketHandshake.Accept(line[Key.Length..])}\r\n\r\n"));
        }

        return Task.CompletedTask;
    }
}
