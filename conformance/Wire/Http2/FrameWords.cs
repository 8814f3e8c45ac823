namespace ConformanceKit.Wire.Http2;

/// <summary>A frame in one line of words: its name, its stream, its flags, and what it carries.</summary>
internal static class FrameWords
{
    /// <summary>What a client sends before its first frame (RFC 9113 §3.4).</summary>
    public const string Preface = "connection preface";

    /// <summary>What is left over when a connection ends within a frame.</summary>
    public const string Incomplete = "incomplete frame";

    /// <summary>The line.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="fields">The field section that it completes, or null; or why that cannot be decoded.</param>
    public static string Of(Frame frame, string? fields)
    {
        var what = fields ?? Content(frame);
        return what.Length > 0 ? $"{Name(frame)}: {what}" : Name(frame);
    }

    /// <summary>A field section; of a huge one, the beginning.</summary>
    /// <param name="fields">Its field lines.</param>
    public static string Of(IReadOnlyList<Http2Field> fields)
    {
        const int most = 64;
        var shown = string.Join("; ", fields.Take(most));
        return fields.Count > most ? $"{shown}… ({fields.Count - most} more fields)" : shown;
    }

    /// <summary>Its name, its stream and its flags.</summary>
    /// <param name="frame">The frame.</param>
    public static string Name(Frame frame)
    {
        string[] stream = frame.StreamId == 0 ? [] : [$"stream {frame.StreamId}"];
        return string.Join(", ", [
            FrameTypes.NameOf(frame.Type), .. stream, .. FrameFlags.NamesOf(frame.Type, frame.Flags)]);
    }

    private static string Content(Frame frame) => frame.Type switch
    {
        FrameTypes.Data => Data(frame),
        FrameTypes.RstStream => ErrorCodes.NameOf(frame.NumberAt(0)),
        FrameTypes.Settings => string.Join(", ", frame.ReadSettings()),
        FrameTypes.Ping => Convert.ToHexStringLower(frame.Payload.Span),
        FrameTypes.GoAway => GoAway(frame),
        FrameTypes.WindowUpdate => $"{frame.NumberAt(0) & int.MaxValue}",
        FrameTypes.Priority => "",
        _ => Count(frame.Payload.Length),
    };

    private static string Data(Frame frame)
    {
        if (frame.Content() is not { } data)
            return $"{Count(frame.Payload.Length)}, fewer than its padding";
        var padding = frame.Payload.Length - data.Length - 1;
        return frame.Has(FrameFlags.Padded) ? $"{Count(data.Length)}, and {padding} of padding" : Count(data.Length);
    }

    private static string GoAway(Frame frame)
    {
        var text = frame.Payload.Length > 8 ? $", \"{ByteText.Escape(frame.Payload.Span[8..])}\"" : "";
        return $"{ErrorCodes.NameOf(frame.NumberAt(4))}, last stream {frame.NumberAt(0) & int.MaxValue}{text}";
    }

    private static string Count(int bytes) => bytes == 1 ? "1 byte" : $"{bytes} bytes";
}
