using System.Buffers.Binary;
using System.Text;
using ConformanceKit.Wire;

namespace ConformanceKit.Origins;

/// <summary>
/// The beginning of SSH: identification strings both ways (RFC 4253 §4.2), then a disconnect message in a packet (§6, §11.1).
/// </summary>
public static class SshDialogue
{
    /// <summary>Server, on accept: its identification.</summary>
    public const string Identification = "SSH-2.0-ConformanceKit\r\n";

    private const byte DisconnectMessage = 1;
    private const int ByApplication = 11;

    /// <summary>Server, after the client's identification: the packet that ends the dialogue.</summary>
    public static byte[] Disconnect { get; } = Packet(
        [DisconnectMessage, .. UInt32(ByApplication), .. Text("That is all."), .. Text("")]);

    internal static async Task RunAsync(WireConnection connection, CancellationToken cancel)
    {
        await connection.SendAsync(Identification, cancel);
        var line = await connection.TryReadLineAsync(Timeout.InfiniteTimeSpan, isPlaced: false, cancel);
        if (line is not null && line.AsSpan().StartsWith("SSH-2.0-"u8))
            await connection.SendAsync(Disconnect, cancel);
    }

    private static byte[] Packet(byte[] payload)
    {
        // Length, padding length, payload and padding together are a multiple of 8; the padding is at least 4.
        var padding = 8 - ((5 + payload.Length) % 8);
        if (padding < 4)
            padding += 8;
        return [.. UInt32(1 + payload.Length + padding), (byte)padding, .. payload, .. new byte[padding]];
    }

    private static byte[] Text(string text) => [.. UInt32(text.Length), .. Encoding.ASCII.GetBytes(text)];

    private static byte[] UInt32(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }
}
