using System.Security.Cryptography;
using System.Text;

namespace ConformanceKit.Origins;

/// <summary>The opening handshake of WebSocket (RFC 6455 §4) and the one frame that the harness writes itself.</summary>
internal static class WebSocketHandshake
{
    private const string Guid = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    /// <summary>The value of Sec-WebSocket-Accept for a Sec-WebSocket-Key (§4.2.2).</summary>
#pragma warning disable CA5350 // RFC 6455 prescribes SHA-1 here; it protects nothing.
    public static string Accept(string key) => Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + Guid)));
#pragma warning restore CA5350

    /// <summary>An unmasked text frame of a server (§5.2), each character of the result one byte.</summary>
    public static string TextFrame(string text)
    {
        var payload = Encoding.UTF8.GetBytes(text);
        if (payload.Length > 125)
            throw new ArgumentException("A pushed frame has at most 125 bytes.", nameof(text));
        return Encoding.Latin1.GetString([0x81, (byte)payload.Length, .. payload]);
    }
}
