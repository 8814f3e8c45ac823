using Spectre.Console;
using Spectre.Console.Rendering;

namespace ConformanceKit.Reporting.Terminal;

/// <summary>A paragraph that stays indented where it wraps, and whose lines have no blanks at their ends.</summary>
/// <param name="text">The text.</param>
/// <param name="indent">How far it is indented.</param>
internal sealed class WrappedText(IRenderable text, int indent) : Renderable
{
    /// <inheritdoc/>
    protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
    {
        foreach (var line in Segment.SplitLines(text.Render(options, Math.Max(1, maxWidth - indent))))
        {
            yield return new Segment(new string(' ', indent));
            foreach (var segment in Trimmed(line))
                yield return segment;
            yield return Segment.LineBreak;
        }
    }

    private static IEnumerable<Segment> Trimmed(SegmentLine line)
    {
        var last = line.FindLastIndex(segment => segment.Text.AsSpan().Trim(' ').Length > 0);
        return line.Take(last + 1).Select((segment, at) =>
            at == last ? new Segment(segment.Text.TrimEnd(' '), segment.Style) : segment);
    }
}
