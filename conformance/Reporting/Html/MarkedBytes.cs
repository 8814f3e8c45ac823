using ConformanceKit.ReferenceProxy.Explaining;

namespace ConformanceKit.Reporting.Html;

/// <summary>Bytes as a page shows them, with what breaks the requirement marked.</summary>
internal static class MarkedBytes
{
    private const int LongestLine = 2000;

    /// <summary>The bytes as text.</summary>
    public static string Text(ReadOnlyMemory<byte> bytes) => string.Join('\n', VisibleBytes.Lines(bytes, LongestLine));

    /// <summary>A part of an event's bytes.</summary>
    /// <param name="step">The event.</param>
    /// <param name="part">Which part, by place in the bytes that are kept.</param>
    public static Html Of(AnnotatedEvent step, Range part)
    {
        var (from, end) = (part.Start.Value, part.End.Value);
        var pieces = new List<Html>();
        foreach (var mark in step.Marked ?? [])
        {
            var start = Math.Clamp(mark.Start.Value, from, end);
            var stop = Math.Clamp(mark.End.Value, start, end);
            if (start == stop)
                continue;
            pieces.Add(Piece(from..start));
            pieces.Add(Html.Of($"<mark>{Piece(start..stop)}</mark>"));
            from = stop;
        }
        pieces.Add(Piece(from..end));
        return Html.All(pieces);

        // A line that ends in one piece goes on as a new line in the next.
        Html Piece(Range range)
        {
            var bytes = step.Event.Bytes[range];
            var isLine = bytes.Length > 0 && bytes.Span[^1] == '\n' && range.End.Value < end;
            return Html.Of($"{Text(bytes)}{(isLine ? "\n" : "")}");
        }
    }
}
