using System.Globalization;

namespace ConformanceKit.Reporting;

/// <summary>Draws an exchange as a ladder: client, proxy and origin side by side, time downwards, the bytes under each arrow.</summary>
internal static class Ladder
{
    private const int BytesPerLine = 64;
    private const int Span = 28;

    private static readonly string Header = "       ms  " + "client".PadRight(Span) + " proxy".PadRight(Span + 2) + "origin";

    /// <summary>The lines of the drawing, at most 80 characters each.</summary>
    /// <param name="evidence">The events in time order.</param>
    /// <param name="linesPerEvent">How many lines of bytes to show of one event.</param>
    public static IEnumerable<string> Lines(IReadOnlyList<EvidenceReport> evidence, int linesPerEvent)
    {
        if (evidence.Count == 0) yield break;
        yield return Header;
        foreach (var happened in evidence)
        {
            yield return $"{happened.AtMs.ToString("0.0", CultureInfo.InvariantCulture),9}  {Rung(happened)}";
            foreach (var line in Bytes(happened, linesPerEvent)) yield return line;
        }
    }

    private static string Rung(EvidenceReport happened)
    {
        var label = Label(happened);
        var fromHarness = happened.Event is "opened" or "sent" or "fin-sent" or "reset-sent";
        if (happened.Event == "note") return $"· {happened.Connection}: {happened.Text}";
        if (happened.Connection.StartsWith("client", StringComparison.Ordinal))
            return $"|{Arrow(label, pointsRight: fromHarness)}|{"",Span}|";
        if (happened.Connection.StartsWith("origin", StringComparison.Ordinal))
            return $"|{"",Span}|{Arrow(label, pointsRight: !fromHarness || happened.Event == "opened")}|";
        return $"· {label}";
    }

    private static string Label(EvidenceReport happened) => happened.Event switch
    {
        "sent" or "received" => $"{happened.Connection}: {happened.Length} byte{(happened.Length == 1 ? "" : "s")}",
        "opened" => $"{happened.Connection} opens",
        "fin-sent" or "fin-received" => $"{happened.Connection}: FIN",
        "reset-sent" or "reset-received" => $"{happened.Connection}: RST",
        _ => $"{happened.Connection}: {happened.Event}",
    };

    private static string Arrow(string label, bool pointsRight)
    {
        var shaft = $"- {label} ".PadRight(Span - 1, '-');
        return pointsRight ? shaft + ">" : "<" + shaft;
    }

    private static IEnumerable<string> Bytes(EvidenceReport happened, int limit)
    {
        var bytes = happened.Bytes();
        var lines = ByteLines.Of(bytes, BytesPerLine).ToList();
        foreach (var line in lines.Take(limit)) yield return $"{"",13}{line}";
        if (lines.Count > limit) yield return $"{"",13}... {lines.Count - limit} more lines";
        else if (happened.Length > bytes.Length) yield return $"{"",13}... {happened.Length - bytes.Length} more bytes, not kept";
    }
}
