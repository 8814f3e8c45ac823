using System.Buffers.Binary;
using System.Text;

namespace ConformanceKit.ReferenceProxy.Http2;

/// <summary>Frames as RFC 9113 names them, for a trace.</summary>
internal static class FrameNames
{
    /// <summary>A frame's name, its stream and its flags, such as <c>DATA, stream 1, END_STREAM</c>.</summary>
    public static string Of(FrameHeader header)
    {
        var name = Enum.IsDefined(header.Type) ? Of(header.Type) : $"frame of type 0x{(int)header.Type:x2}";
        string[] stream = header.Stream == 0 ? [] : [$"stream {header.Stream}"];
        return string.Join(", ", [name, .. stream, .. FlagsOf(header)]);
    }

    /// <summary>What a frame says, if it is not a field block.</summary>
    public static string ContentOf(Frame frame) => frame.Header.Type switch
    {
        FrameType.ResetStream when frame.Header.Length == 4 => Code(frame.Payload.Span),
        FrameType.WindowUpdate when frame.Header.Length == 4 => $"{frame.Number}",
        FrameType.GoAway when frame.Header.Length >= 8 => $"{Code(frame.Payload.Span[4..])}, last stream {frame.Number}",
        FrameType.Settings => Settings.InWords(frame.Payload.Span),
        FrameType.Ping => Convert.ToHexStringLower(frame.Payload.Span),
        FrameType.Priority => "",
        _ => frame.Header.Length == 1 ? "1 byte" : $"{frame.Header.Length} bytes",
    };

    private static string Of(FrameType type) => type == FrameType.ResetStream ? "RST_STREAM" : Upper(type.ToString());

    private static string Code(ReadOnlySpan<byte> code)
    {
        var known = (ErrorCode)BinaryPrimitives.ReadUInt32BigEndian(code);
        return Enum.IsDefined(known) ? Upper(known.ToString()) : $"0x{(uint)known:x}";
    }

    private static IEnumerable<string> FlagsOf(FrameHeader header)
    {
        var (isAnswer, isFields) = (header.Type is FrameType.Settings or FrameType.Ping,
            header.Type is FrameType.Headers or FrameType.Continuation or FrameType.PushPromise);
        (FrameFlags Flag, string Name, bool IsDefined)[] flags =
        [
            (FrameFlags.Ack, "ACK", isAnswer),
            (FrameFlags.EndStream, "END_STREAM", header.Type is FrameType.Data or FrameType.Headers),
            (FrameFlags.EndHeaders, "END_HEADERS", isFields),
            (FrameFlags.Padded, "PADDED", header.Type is FrameType.Data or FrameType.Headers or FrameType.PushPromise),
            (FrameFlags.Priority, "PRIORITY", header.Type == FrameType.Headers),
        ];
        return flags.Where(one => one.IsDefined && header.Flags.HasFlag(one.Flag)).Select(one => one.Name);
    }

    /// <summary>A name of this code as the RFC writes it: <c>GoAway</c> is GOAWAY, and <c>NoError</c> is NO_ERROR.</summary>
    private static string Upper(string name)
    {
        if (name == nameof(FrameType.GoAway))
            return "GOAWAY";
        var upper = new StringBuilder();
        foreach (var letter in name)
        {
            if (char.IsAsciiLetterUpper(letter) && upper.Length > 0)
                upper.Append('_');
            upper.Append(char.ToUpperInvariant(letter));
        }

        return upper.ToString();
    }
}
