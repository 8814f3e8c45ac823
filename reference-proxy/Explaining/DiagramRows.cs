using System.Globalization;
using ConformanceKit.ReferenceProxy.Recording;

namespace ConformanceKit.ReferenceProxy.Explaining;

/// <summary>
/// Turns an exchange into the rows of its diagram. What is inside TLS passes the proxy unread, so it is one arrow from end to end,
/// unless the proxy is itself an end of that TLS.
/// </summary>
internal sealed class DiagramRows
{
    private readonly TlsLayer _inside;

    // The sides on which there are several connections, which then need their names.
    private readonly HashSet<string> _several;

    private DiagramRows(IReadOnlyList<AnnotatedEvent> events)
    {
        _inside = new TlsLayer(events);
        _several = [.. events.Where(one => Style(one.Event) > 1).Select(one => Side(one.Event))];
    }

    /// <summary>The rows of an exchange, in time order.</summary>
    public static IReadOnlyList<DiagramRow> Of(IReadOnlyList<AnnotatedEvent> events) =>
        [.. events.SelectMany(new DiagramRows(events).RowsOf)];

    private IEnumerable<DiagramRow> RowsOf(AnnotatedEvent one)
    {
        // 1. A dial that failed: only the proxy knows of it, and not even it says when that was.
        var happened = one.Event;
        if (one.FailedDial.Length > 0)
        {
            yield return new(Party.Proxy, Party.Origin, $"dial fails: {one.FailedDial}")
            {
                Kind = ExchangeKind.Reset,
                Opens = true,
                Style = Style(happened),
            };
        }

        // 2. A remark, or an arrow between neighbours.
        if (happened.From == happened.To)
            yield return Row(one, happened.From, happened.To, $"{happened.Connection}: {one.Text}");
        else if (one.Tls != TlsPart.Inside || _inside.EndsAtProxy(one.Tunnel))
            yield return Row(one, happened.From, happened.To, Label(one));

        // 3. An arrow from end to end, for what one end sends, or for what the other reads if only that one was watched.
        else if (happened.From != Party.Proxy)
            yield return Through(one, happened.From);
        else if (!_inside.IsRecordedTwice(one) || one.Marked is not null)
            yield return Through(one, AnnotatedEvent.Far(happened.To));
    }

    private DiagramRow Through(AnnotatedEvent one, Party from)
    {
        var to = AnnotatedEvent.Far(from);
        var name = _several.Contains(Side(one.Event)) ? $"{one.Tunnel}, " : "";
        var end = from == one.Event.From && _inside.IsUnread(one) ? $" (not seen at the {to.ToString().ToLowerInvariant()})" : "";
        return Row(one, from, to, $"{name}inside TLS: {one.Label}{end}");
    }

    private DiagramRow Row(AnnotatedEvent one, Party from, Party to, string label) => new(from, to, label)
    {
        At = one.Event.At,
        Kind = one.Event.Kind,
        Opens = one.Event.Kind == ExchangeKind.Opened,
        Style = Style(one.Event),
        Tunnel = one.Tunnel,
        BeginsTunnel = one.BeginsTunnel,
        HasTls = one.Tls != TlsPart.None,
        IsTlsWithProxy = one.IsTlsWithProxy,
        TlsEndsAtProxy = _inside.EndsAtProxy(one.Tunnel),
        IsMarked = one.Marked is not null,
    };

    private string Label(AnnotatedEvent one)
    {
        var name = one.Event.Connection;
        var isNamed = _several.Contains(Side(one.Event)) || name.Contains('(', StringComparison.Ordinal);
        return isNamed ? $"{name}: {one.Label}" : one.Label;
    }

    private static string Side(ExchangeEvent happened) => happened.Connection.Split(' ')[0];

    // The number in "client 2" or "origin 1 (tls)", mapped to one of three styles.
    private static int Style(ExchangeEvent happened) =>
        happened.Connection.Split(' ') is [_, var number, ..]
        && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var lane)
            ? ((lane - 1) % 3) + 1
            : 1;
}
