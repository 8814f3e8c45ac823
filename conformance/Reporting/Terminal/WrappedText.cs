using Spectre.Console.Rendering;

namespace ConformanceKit.Reporting.Terminal;

/// <summary>A paragraph that stays indented where it wraps.</summary>
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
            foreach (var segment in line)
                yield return segment;
            yield return Segment.LineBreak;
        }
    }
}
