using System.Globalization;
using ConformanceKit.Wire.Http2;

namespace ConformanceKit.Evidence;

/// <summary>The note of a frame's event, read again (<see cref="FrameWords"/>).</summary>
/// <param name="Name">The frame's name.</param>
/// <param name="Stream">Its stream, or 0.</param>
/// <param name="Flags">Its flags.</param>
/// <param name="Content">What it carries.</param>
/// <param name="Count">How many frames like it the event stands for.</param>
internal sealed record FrameNote(string Name, int Stream, IReadOnlyList<string> Flags, string Content, int Count)
{
    private static readonly HashSet<string> s_names =
        [.. Enumerable.Range(0, FrameTypes.Continuation + 1).Select(type => FrameTypes.NameOf((byte)type))];

    /// <summary>Reads a note.</summary>
    /// <param name="note">The note.</param>
    /// <returns>What it says, or null if it is not that of a frame.</returns>
    public static FrameNote? Of(string note)
    {
        var colon = note.IndexOf(": ", StringComparison.Ordinal);
        var parts = (colon < 0 ? note : note[..colon]).Split(", ");
        var isFrame = s_names.Contains(parts[0]) || parts[0] == FrameWords.Preface
            || parts[0].StartsWith("frame of type", StringComparison.Ordinal)
            || parts[0].StartsWith(FrameWords.Incomplete, StringComparison.Ordinal);
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
