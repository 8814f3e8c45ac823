using System.Globalization;
using System.Text;
using System.Xml.Linq;
using ConformanceKit.ReferenceProxy.Recording;

namespace ConformanceKit.ReferenceProxy.Explaining;

/// <summary>Collects exchanges on one page: for each, its sequence diagram and what every step means.</summary>
public sealed class TracePage
{
    /// <summary>How many exchanges the page shows at most: the latest ones.</summary>
    public const int Most = 200;

    private const int LinesPerEvent = 12;

    private const string Style = """
        :root{color-scheme:light dark}
        body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}
        section{margin:2rem 0;border-top:1px solid #8888;padding-top:.5rem}
        h2{font-size:1.1rem;overflow-wrap:anywhere}
        .scroll{overflow-x:auto}
        pre{font:12px/1.4 ui-monospace,Menlo,Consolas,monospace}
        """;

    private readonly Lock _gate = new();
    private readonly Queue<RecordedExchange> _exchanges = new();
    private long _begun;

    /// <summary>Returns the callback to invoke with the events of one exchange, in time order.</summary>
    /// <param name="number">The number of the exchange.</param>
    public Action<ExchangeEvent> Of(long number)
    {
        var exchange = new RecordedExchange(number);
        lock (_gate)
        {
            _begun++;
            _exchanges.Enqueue(exchange);
            if (_exchanges.Count > Most)
                _exchanges.Dequeue();
        }

        return exchange.Add;
    }

    /// <summary>The page, with the exchanges as far as they have come.</summary>
    public string Html()
    {
        List<RecordedExchange> exchanges;
        string shown;
        lock (_gate)
        {
            exchanges = [.. _exchanges];
            shown = Count(_begun, "client connection")
                + (_begun > Most ? string.Create(CultureInfo.InvariantCulture, $", of which these are the last {Most}") : "");
        }

        var page = new StringBuilder($"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>What went through the proxy</title>
            <style>
            {Style}
            {SequenceDiagram.Style}
            </style>
            </head>
            <body>
            <main>
            <h1>What went through the proxy</h1>
            <p>{shown}. {SequenceDiagram.Legend}</p>

            """);
        foreach (var exchange in exchanges)
            Add(page, exchange);
        return page.Append("</main>\n</body>\n</html>\n").ToString();
    }

    private static void Add(StringBuilder page, RecordedExchange exchange)
    {
        var (events, leftOut) = exchange.Events;
        var request = events.FirstOrDefault(
            happened => happened.Event is { From: Party.Client, Kind: ExchangeKind.Bytes })?.Label;
        var title = $"#{exchange.Number} {VisibleText.OneLine(request ?? "no request")}";
        var more = leftOut > 0 ? $"<p>{Count(leftOut, "more event")} at the end.</p>" : "";
        var steps = string.Join('\n', Ladder.Lines(events, LinesPerEvent));
        page.Append(CultureInfo.InvariantCulture, $"""
            <section>
            <h2>{new XText(title)}</h2>
            {SequenceDiagram.Html(events, title)}
            {more}
            <details><summary>Step by step</summary>
            <div class="scroll" tabindex="0" role="group" aria-label="Steps"><pre>{new XText(steps)}</pre></div></details>
            </section>

            """);
    }

    private static string Count(long number, string what) =>
        string.Create(CultureInfo.InvariantCulture, $"{number} {what}{(number == 1 ? "" : "s")}");
}
