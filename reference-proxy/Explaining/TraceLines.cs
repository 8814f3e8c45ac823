using ConformanceKit.ReferenceProxy.Recording;

namespace ConformanceKit.ReferenceProxy.Explaining;

/// <summary>
/// Writes exchanges live, as <see cref="Ladder"/> draws them; every line begins with the number of its exchange.
/// </summary>
/// <param name="write">Called with the lines of one event at a time; may be invoked concurrently.</param>
public sealed class TraceLines(Action<string> write)
{
    private const int LinesPerEvent = 16;

    /// <summary>Returns the callback to invoke with the events of one exchange, in time order.</summary>
    /// <param name="number">The number of the exchange.</param>
    public Action<ExchangeEvent> Of(long number)
    {
        var annotator = new FrameSteps();
        write(Numbered(number, Ladder.Header));
        return happened =>
            write(string.Join('\n',
                Ladder.Lines(annotator.Annotate(happened), LinesPerEvent).Select(line => Numbered(number, line))));
    }

    // The number replaces the blanks at the beginning of every line of a ladder.
    private static string Numbered(long number, string line)
    {
        var prefix = $"#{number} ";
        return line.AsSpan(0, prefix.Length).TrimStart(' ').IsEmpty
            ? prefix + line[prefix.Length..]
            : prefix + line.TrimStart(' ');
    }
}
