using ConformanceKit.ReferenceProxy.Recording;

namespace ConformanceKit.ReferenceProxy.Explaining;

/// <summary>
/// Explains the frames of an exchange by name, stream and flags, each with its clause, and everything else as ever.
/// </summary>
public sealed class FrameSteps
{
    private const string Document = "RFC 9113";
    private const string Connect = "RFC 9110 §9.3.6";
    private const int LongestLabel = 60;

    private readonly Annotator _annotator = new();

    /// <summary>Explains a complete exchange, of whatever protocol.</summary>
    /// <param name="events">The exchange.</param>
    public static IReadOnlyList<AnnotatedEvent> Annotate(IReadOnlyList<ExchangeEvent> events)
    {
        ArgumentNullException.ThrowIfNull(events);
        var twins = events.Select(TwinsOf).ToList();
        var explained = new Queue<AnnotatedEvent>(Annotator.Annotate(twins.SelectMany(twin => twin)));
        return [.. events.Select((happened, at) => Step(happened, [.. twins[at].Select(_ => explained.Dequeue())]))];
    }

    /// <summary>Explains the next event of an exchange that is still in progress.</summary>
    /// <param name="happened">The event.</param>
    public AnnotatedEvent Annotate(ExchangeEvent happened)
    {
        ArgumentNullException.ThrowIfNull(happened);
        return Step(happened, [.. TwinsOf(happened).Select(_annotator.Annotate)]);
    }

    // A frame is replaced by what it would be without frames, and that is explained.
    private static IReadOnlyList<ExchangeEvent> TwinsOf(ExchangeEvent happened) =>
        NoteOf(happened) is { } note ? [.. StreamTwins.Of(happened, note)] : [happened];

    // The explanation belongs to the frame.
    private static AnnotatedEvent Step(ExchangeEvent happened, List<AnnotatedEvent> meanings) =>
        NoteOf(happened) is { } note ? Step(happened, note, meanings) : meanings[0];

    private static FrameNote? NoteOf(ExchangeEvent happened) =>
        happened.Kind == ExchangeKind.Bytes ? FrameNote.Of(happened.Note) : null;

    private static AnnotatedEvent Step(ExchangeEvent happened, FrameNote note, List<AnnotatedEvent> meanings)
    {
        // An end with END_STREAM is told by the frame; "FIN" would be wrong.
        var meaning = meanings.Find(one => one.Event.Kind == ExchangeKind.Bytes);
        var (text, clause) = Meaning(note, happened.From, meaning);
        string?[] clauses = [Clause(note, meaning), clause];
        string?[] sentences = [happened.Note, text, Ending(happened, note, meanings)];
        var inTls = happened.Connection.EndsWith(TracedConnection.InsideTls, StringComparison.Ordinal);
        return new(happened, string.Join(". ", sentences.OfType<string>()), string.Join(", ", clauses.OfType<string>()))
        {
            Label = happened.Note.Length <= LongestLabel ? happened.Note : $"{happened.Note[..LongestLabel]}…",
            Frame = note.Short,
            BeginsTunnel = meanings.Exists(one => one.BeginsTunnel),
            Tunnel = meanings.Find(one => one.Tunnel.Length > 0)?.Tunnel ?? "",
            Tls = meaning?.Tls ?? TlsPart.None,
            IsForeign = meaning is { IsForeign: true },
            FailedDial = meaning?.FailedDial ?? "",
            IsTlsWithProxy = inTls,
        };
    }

    // What is said of a head in HTTP/1 is about its lines, and there are none here.
    private static (string? Text, string? Clause) Meaning(FrameNote note, Party from, AnnotatedEvent? meaning)
    {
        if (note.ValueOf(":method") is "CONNECT")
            return ($"The client requests a tunnel to {note.ValueOf(":authority")}, for this stream alone", Connect);
        if (note.ValueOf(":method") is { } method)
            return ($"The client sends {method} for {note.ValueOf(":authority")}{note.ValueOf(":path")}", "RFC 9110 §7.3");
        if (meaning is { BeginsTunnel: true })
            return ("The tunnel is open: from now on, DATA on this stream is its bytes", Connect);
        return (meaning?.Text ?? ConnectionFrameWords.Of(note, from), meaning is { Clause.Length: > 0 } ? meaning.Clause : null);
    }

    private static string? Ending(ExchangeEvent happened, FrameNote note, List<AnnotatedEvent> meanings)
    {
        var inTunnel = meanings.Exists(one => one.Tunnel.Length > 0);
        var isClient = happened.From == Party.Client;
        return (note.Name == "RST_STREAM", note.Flags.Contains("END_STREAM"), inTunnel) switch
        {
            (true, _, true) when isClient =>
                "The client aborts its side of the tunnel, as RST does: the connection to the origin must be reset too",
            (true, _, true) => "The proxy aborts this side of the tunnel, as RST does",
            (true, _, false) => "The stream is over at once",
            (_, true, true) when isClient =>
                "The client closes its side of the tunnel, as FIN does; bytes in flight must still be delivered",
            (_, true, true) => "The proxy ends this side of the tunnel too, as FIN does",
            (_, true, false) => "Nothing more follows on this stream in this direction",
            _ => null,
        };
    }

    private static string Clause(FrameNote note, AnnotatedEvent? meaning) => note.Name switch
    {
        FrameNote.Preface => $"{Document} §3.4",
        "DATA" when meaning is { Tunnel.Length: > 0 } => $"{Document} §8.5",
        "HEADERS" or "CONTINUATION" when note.ValueOf(":method") is "CONNECT" || meaning is { BeginsTunnel: true } =>
            $"{Document} §8.5",
        "HEADERS" or "CONTINUATION" when note.ValueOf(":status") is not null => $"{Document} §8.3.2",
        "HEADERS" or "CONTINUATION" when note.ValueOf(":method") is not null => $"{Document} §8.3.1",
        "RST_STREAM" when note.Content == "CONNECT_ERROR" => $"{Document} §8.5",
        "DATA" => $"{Document} §6.1",
        "HEADERS" => $"{Document} §6.2",
        "PRIORITY" => $"{Document} §6.3",
        "RST_STREAM" => $"{Document} §6.4",
        "SETTINGS" when note.Flags.Contains("ACK") => $"{Document} §6.5.3",
        "SETTINGS" => $"{Document} §6.5",
        "PUSH_PROMISE" => $"{Document} §6.6",
        "PING" => $"{Document} §6.7",
        "GOAWAY" => $"{Document} §6.8",
        "WINDOW_UPDATE" => $"{Document} §6.9",
        "CONTINUATION" => $"{Document} §6.10",
        _ when note.Name.StartsWith("frame of type", StringComparison.Ordinal) => $"{Document} §5.5",
        _ => $"{Document} §4.1",
    };
}
