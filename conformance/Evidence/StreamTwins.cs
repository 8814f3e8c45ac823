using System.Text;
using ConformanceKit.ReferenceProxy.Recording;
using ConformanceKit.Wire.Http2;

namespace ConformanceKit.Evidence;

/// <summary>
/// What a frame would be if each stream were a connection in HTTP/1: a request head, a response head, bytes, FIN, RST. So
/// everything that explains tunnels and forwarded requests, at their origins too, applies to streams as well.
/// </summary>
internal static class StreamTwins
{
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
        if (words.Name == "DATA" && Data(happened.Bytes) is { IsEmpty: false } data)
            yield return twin with { Bytes = data, Length = Math.Max(data.Length, happened.Length - (9L * words.Count)) };
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
    private static ReadOnlyMemory<byte> Data(ReadOnlyMemory<byte> frames)
    {
        using var all = new MemoryStream();
        while (frames.Length > Frame.HeaderLength)
        {
            var length = Math.Min(Frame.LengthOf(frames.Span), frames.Length - Frame.HeaderLength);
            var frame = new Frame(frames.Span[3], frames.Span[4], 1, frames.Slice(Frame.HeaderLength, length));
            all.Write((frame.Content() ?? frame.Payload).Span);
            frames = frames[(Frame.HeaderLength + length)..];
        }

        return all.ToArray();
    }
}
