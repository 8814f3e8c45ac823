using ConformanceKit.ReferenceProxy.Recording;

namespace ConformanceKit.ReferenceProxy.Explaining;

/// <summary>
/// Explains each event of an exchange in the words of the RFCs. An instance takes one exchange, with all its connections, event
/// by event in time order; nothing that went over the wire makes it throw.
/// </summary>
public sealed class Annotator
{
    private readonly Dictionary<string, Conversation> _conversations = [];

    // Requests for which the proxy has not dialled an origin yet, and statuses from origins that it has not passed on yet.
    // A request in SOCKS5 has no head.
    private readonly List<(string Client, MessagePart.RequestHead? Request)> _undialled = [];
    private readonly List<int> _answers = [];
    private readonly SentBytes? _sent;

    // The client connections whose tunnels deliver what was never sent into them.
    private readonly HashSet<string> _intercepted = [];

    // Who has sent FIN on which connection.
    private readonly HashSet<(string Connection, Party From)> _finished = [];

    /// <summary>Begins an exchange that is still in progress.</summary>
    public Annotator()
    {
    }

    private Annotator(SentBytes sent) => _sent = sent;

    /// <summary>
    /// Annotates a complete exchange. Only then is it certain that bytes that came out of a tunnel never went into it.
    /// </summary>
    public static IReadOnlyList<AnnotatedEvent> Annotate(IEnumerable<ExchangeEvent> events)
    {
        ArgumentNullException.ThrowIfNull(events);
        var exchange = events.ToList();
        var annotator = new Annotator(new SentBytes(exchange));
        return [.. exchange.Select(annotator.Annotate)];
    }

    /// <summary>Annotates the next event.</summary>
    public AnnotatedEvent Annotate(ExchangeEvent happened)
    {
        ArgumentNullException.ThrowIfNull(happened);
        if (happened.Kind == ExchangeKind.Note)
            return new(happened, happened.Note, "");

        var connection = ConversationOf(happened);
        var before = connection.Speech;
        var alerted = happened.Kind == ExchangeKind.Finished ? Alerted(happened) : null;
        var remark = happened.Kind switch
        {
            ExchangeKind.Opened => Opened(happened, connection),
            ExchangeKind.Bytes => connection.Bytes(happened),
            ExchangeKind.Finished => EndWords.Finished(happened.From, connection, alerted),
            _ => EndWords.Reset(happened.From, connection),
        };
        var isBytes = happened.Kind == ExchangeKind.Bytes;
        var pieces = isBytes && happened.Note.Length > 0 ? $" ({happened.Note})" : "";
        var begins = before is Speech.Messages or Speech.Socks && connection.Speech == Speech.Tunnel;
        if (isBytes && connection.IsForeign)
            _intercepted.Add(connection.Tunnel);
        return new(happened, remark.Text + pieces, remark.Clause)
        {
            Label = remark.Label,
            BeginsTunnel = begins,
            Tunnel = connection.Tunnel,
            Tls = isBytes || connection.Speech == Speech.InsideTls ? connection.Tls : TlsPart.None,
            IsForeign = isBytes && connection.IsForeign,
            FailedDial = isBytes ? connection.FailedDial : "",
            IsTlsWithProxy = connection.IsInTls || connection.Speech == Speech.TlsWithProxy,
            HasClosureAlert = alerted,
        };
    }

    // TLS stops reading at a closure alert. So if FIN has been seen below, the alert has not.
    private bool? Alerted(ExchangeEvent happened)
    {
        _finished.Add((happened.Connection, happened.From));
        return Below(happened.Connection) is { } below ? !_finished.Contains((below, happened.From)) : null;
    }

    private static string? Below(string connection) => connection.EndsWith(TracedConnection.InsideTls, StringComparison.Ordinal)
        ? connection[..^TracedConnection.InsideTls.Length]
        : null;

    private Conversation ConversationOf(ExchangeEvent happened)
    {
        var name = happened.Connection;
        if (_conversations.TryGetValue(name, out var known))
            return known;

        return _conversations[name] = Begin(name, happened.From == Party.Client || happened.To == Party.Client);
    }

    private Conversation Begin(string name, bool withClient)
    {
        // 1. What is inside TLS is addressed to the proxy only if the proxy is the other end of that TLS. The proxy itself records
        //    only what is inside.
        var around = Below(name) is { } below ? _conversations.GetValueOrDefault(below) : null;
        around?.CarryTls();
        if (around is not null and not { Speech: Speech.TlsWithProxy })
        {
            return new(withClient ? Party.Client : Party.Proxy, around.Tunnel, Speech.InsideTls)
            {
                IsIntercepted = () => _intercepted.Contains(around.Tunnel),
            };
        }

        // 2. A client sends requests; a connection to an origin serves the first one that has none yet, and perhaps later ones.
        if (withClient)
        {
            return new(Party.Client, name, Speech.Messages, _sent)
            {
                IsInTls = around is not null,
                AskedInSocks = begins =>
                {
                    if (begins)
                        _undialled.Add((name, null));
                    else
                        _undialled.RemoveAll(waiting => waiting == (name, null));
                },
                Asked = request =>
                {
                    _undialled.Add((name, request));
                    return null;
                },
                Answered = Answer,
            };
        }

        if (_undialled.Count == 0)
            return new(Party.Proxy, "", Speech.Unknown, _sent) { Asked = Forwarded, Answered = Keep };
        var (client, request) = _undialled[0];
        _undialled.RemoveAt(0);
        var isFirst = true;
        return new(Party.Proxy, client, request is null or { IsConnect: true } ? Speech.Tunnel : Speech.Messages, _sent)
        {
            ServesSocks = request is null,
            Asked = forwarded =>
            {
                var original = isFirst ? request : Forwarded(forwarded);
                isFirst = false;
                return original?.Line.Method == forwarded.Line.Method ? original : null;
            },
            Answered = Keep,
            ClientSpoke = () => _conversations[client].HasSpoken,
        };
    }

    // A request forwarded on an existing connection does not need its own.
    private MessagePart.RequestHead? Forwarded(MessagePart.RequestHead forwarded)
    {
        var (method, target) = (forwarded.Line.Method, forwarded.Line.Target);
        var waiting = _undialled.FindIndex(one =>
            one.Request?.Line.Method == method && one.Request.Line.Target.EndsWith(target, StringComparison.Ordinal));
        if (waiting < 0)
            return null;
        var original = _undialled[waiting].Request;
        _undialled.RemoveAt(waiting);
        return original;
    }

    private bool Answer(MessagePart.ResponseHead head, MessagePart.RequestHead? request)
    {
        // The origin may see a tunnel's connection a moment after the client has received the 2xx.
        if (request is not null && !head.Line.IsInterim && !(request.IsConnect && head.Line.Status < 300))
            _undialled.RemoveAll(waiting => waiting.Request == request);
        return _answers.Remove(head.Line.Status);
    }

    private bool Keep(MessagePart.ResponseHead head, MessagePart.RequestHead? request)
    {
        _answers.Add(head.Line.Status);
        return false;
    }

    private static Remark Opened(ExchangeEvent happened, Conversation connection)
    {
        var note = happened.Note.Length > 0 ? $" ({happened.Note})" : "";
        var remark = (happened.From, connection.Speech) switch
        {
            (Party.Client, _) => new Remark("The client opens a TCP connection to the proxy", "RFC 9293 §3.5", ""),
            (_, Speech.Tunnel) when connection.IsSocks =>
                new("The origin accepts the proxy's connection to the target of the SOCKS5 request", "RFC 1928 §6", ""),
            (_, Speech.Tunnel) =>
                new("The origin accepts the proxy's connection to the target of CONNECT", "RFC 9110 §9.3.6", ""),
            (_, Speech.Messages) =>
                new("The origin accepts the proxy's connection to the target of the request", "RFC 9110 §7.3.3", ""),
            _ => new("The origin accepts a connection from the proxy", "RFC 9293 §3.5", ""),
        };
        return remark with { Text = remark.Text + note, Label = "opens" };
    }
}
