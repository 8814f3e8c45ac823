using Spectre.Console.Rendering;

namespace ConformanceKit.Reporting.Terminal;

/// <summary>Leaves out the blanks at the ends of lines, where paragraphs were wrapped or padded.</summary>
internal sealed class NoTrailingBlanks : IRenderHook
{
    /// <inheritdoc/>
    public IEnumerable<IRenderable> Process(RenderOptions options, IEnumerable<IRenderable> renderables) =>
        renderables.Select(renderable => new Trimmed(renderable));

    private sealed class Trimmed(IRenderable inner) : IRenderable
    {
        public Measurement Measure(RenderOptions options, int maxWidth) => inner.Measure(options, maxWidth);

        // Blanks wait for something that follows them on their line.
        public IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
        {
            var blanks = new List<Segment>();
            foreach (var segment in inner.Render(options, maxWidth))
            {
                var text = segment.IsLineBreak ? segment.Text : segment.Text.TrimEnd(' ');
                if (segment.IsLineBreak)
                    blanks.Clear();
                if (text.Length > 0)
                {
                    foreach (var blank in blanks)
                        yield return blank;
                    blanks.Clear();
                    yield return text.Length == segment.Text.Length ? segment : new(text, segment.Style);
                }

                if (text.Length < segment.Text.Length)
                    blanks.Add(new(segment.Text[text.Length..], segment.Style));
            }

            foreach (var blank in blanks)
                yield return blank;
        }
    }
}
