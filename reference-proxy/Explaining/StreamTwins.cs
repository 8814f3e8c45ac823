using System.Text;
using ConformanceKit.ReferenceProxy.Recording;

namespace ConformanceKit.ReferenceProxy.Explaining;

/// <summary>
/// What a frame would be if each stream were a connection in HTTP/1: a request head, a response head, bytes, FIN, RST. So
/// everything that explains tunnels and forwarded requests, at their origins too, applies to streams as well.
/// </summary>
internal static class StreamTwins
{
    private const int HeaderSize = 9;
    private const byte Padded = 0x8;

    /// <summary>What a frame would be; nothing if it says nothing of the kind.</summary>
    /// <param name="happened">The event of a frame.</param>
    /// <param name="words">Its note.</param>
    public static IEnumerable<ExchangeEvent> Of(ExchangeEvent happened, FrameNote words)
    {
        if (words.Stream == 0)
            yield break;
        var twin = happened with { Connection = $"{happened.Connection} stream {words.Stream}", Note = "" };
        var isClient = happened.From == Party.Client;
        if (Head(words, isClient) is { } head)
            yield return twin with { Bytes = Encoding.Latin1.GetBytes(head), Length = head.Length };
        if (words.Name == "DATA" && Data(happened.Bytes) is { Length: > 0 } data)
        {
            var length = happened.Length - ((long)HeaderSize * words.Count);
            yield return twin with { Bytes = data, Length = Math.Max(data.Length, length) };
        }

        if (words.Flags.Contains("END_STREAM"))
            yield return twin with { Kind = ExchangeKind.Finished, Bytes = default, Length = 0 };
        if (words.Name == "RST_STREAM")
            yield return twin with { Kind = ExchangeKind.Reset, Bytes = default, Length = 0 };
    }

    private static string? Head(FrameNote words, bool isRequest)
    {
        if (isRequest && words.ValueOf(":method") is { } method)
        {
            var authority = words.ValueOf(":authority");
            var target = method == "CONNECT" ? authority : $"{words.ValueOf(":scheme")}://{authority}{words.ValueOf(":path")}";
            return $"{method} {target} HTTP/1.1\r\nHost: {authority}\r\n\r\n";
        }

        return !isRequest && words.ValueOf(":status") is { Length: 3 } status ? $"HTTP/1.1 {status} \r\n\r\n" : null;
    }

    // Several frames may have become one event, of which only the beginning is kept.
    private static byte[] Data(ReadOnlyMemory<byte> frames)
    {
        using var all = new MemoryStream();
        while (frames.Length > HeaderSize)
        {
            // 1. A frame: its length, its type, its flags, its stream (RFC 9113 §4.1).
            var header = frames.Span;
            var isPadded = (header[4] & Padded) != 0;
            var length = Math.Min((header[0] << 16) | (header[1] << 8) | header[2], frames.Length - HeaderSize);
            var payload = frames.Span.Slice(HeaderSize, length);
            frames = frames[(HeaderSize + length)..];

            // 2. Its data, without the padding behind it (RFC 9113 §6.1).
            if (isPadded && length > 0 && payload[0] < length)
                payload = payload[1..^payload[0]];
            all.Write(payload);
        }

        return all.ToArray();
    }
}
