using System.Globalization;

namespace ConformanceKit.ReferenceProxy.Explaining;

/// <summary>
/// The note of a frame's event, read again: <c>HEADERS, stream 1, END_HEADERS: :status: 200</c>, or for several that became one
/// event <c>DATA, stream 1, in 12 frames</c>.
/// </summary>
/// <param name="Name">The frame's name.</param>
/// <param name="Stream">Its stream, or 0.</param>
/// <param name="Flags">Its flags.</param>
/// <param name="Content">What it carries.</param>
/// <param name="Count">How many frames like it the event stands for.</param>
internal sealed record FrameNote(string Name, int Stream, IReadOnlyList<string> Flags, string Content, int Count)
{
    /// <summary>What a client sends before its first frame (RFC 9113 §3.4).</summary>
    public const string Preface = "connection preface";

    // RFC 9113 §6.
    private static readonly HashSet<string> s_names =
    [
        "DATA", "HEADERS", "PRIORITY", "RST_STREAM", "SETTINGS", "PUSH_PROMISE", "PING", "GOAWAY", "WINDOW_UPDATE",
        "CONTINUATION", Preface,
    ];

    /// <summary>Its name and its stream, such as <c>HEADERS, stream 1</c>.</summary>
    public string Short => Stream == 0 ? Name : $"{Name}, stream {Stream}";

    /// <summary>Reads a note.</summary>
    /// <param name="note">The note.</param>
    /// <returns>What it says, or null if it is not that of a frame.</returns>
    public static FrameNote? Of(string note)
    {
        var colon = note.IndexOf(": ", StringComparison.Ordinal);
        var parts = (colon < 0 ? note : note[..colon]).Split(", ");
        var isFrame = s_names.Contains(parts[0]) || parts[0].StartsWith("frame of type", StringComparison.Ordinal)
            || parts[0].StartsWith("incomplete frame", StringComparison.Ordinal);
        if (!isFrame)
            return null;
        return new(parts[0], NumberAfter("stream ", parts), parts, colon < 0 ? "" : note[(colon + 2)..],
            Math.Max(1, NumberAfter("in ", parts)));
    }

    /// <summary>The value of a pseudo-header field in the field section that the frame completes, or null.</summary>
    /// <param name="name">Its name, such as <c>:method</c>.</param>
    public string? ValueOf(string name) => Content.Split("; ")
        .Where(field => field.StartsWith($"{name}: ", StringComparison.Ordinal))
        .Select(field => field[(name.Length + 2)..]).FirstOrDefault();

    private static int NumberAfter(string word, string[] parts) =>
        parts.Where(part => part.StartsWith(word, StringComparison.Ordinal)).Select(part => part[word.Length..].Split(' ')[0])
            .Select(text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0)
            .FirstOrDefault();
}
