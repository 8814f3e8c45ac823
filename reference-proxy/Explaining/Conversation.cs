using ConformanceKit.ReferenceProxy.Http;
using ConformanceKit.ReferenceProxy.Recording;

namespace ConformanceKit.ReferenceProxy.Explaining;

/// <summary>One connection of an exchange: the requests made on it, and what it carries now.</summary>
/// <param name="asker">The party that opened it.</param>
/// <param name="client">The client connection that it is, or that it serves; empty if that is unknown.</param>
/// <param name="speech">What it carries at first.</param>
/// <param name="sent">What was sent in the whole exchange, or null while it is in progress.</param>
internal sealed class Conversation(Party asker, string client, Speech speech, SentBytes? sent = null)
{
    private readonly MessageReader _requests = new(requests: true);
    private readonly MessageReader _replies = new(requests: false);
    private readonly RelayedBytes _up = new();
    private readonly RelayedBytes _down = new();
    private readonly Queue<MessagePart.RequestHead> _awaiting = new();
    private readonly SocksExchange _socks = new();
    private bool _upBegun;
    private bool _downBegun;

    /// <summary>What it carries now.</summary>
    public Speech Speech { get; private set; } = speech;

    /// <summary>The client connection whose tunnel it carries now, or empty.</summary>
    public string Tunnel => Speech is Speech.Tunnel or Speech.InsideTls ? client : "";

    /// <summary>Whether its tunnel is requested in SOCKS5, not with CONNECT.</summary>
    public bool IsSocks => ServesSocks || _socks.IsRequested;

    /// <summary>Whether it is the origin's side of a tunnel that was requested in SOCKS5.</summary>
    public bool ServesSocks { get; init; }

    /// <summary>Whether it is inside TLS with the proxy.</summary>
    public bool IsInTls { get; init; }

    /// <summary>Whether the party that opened it has sent anything for the tunnel.</summary>
    public bool HasSpoken { get; private set; }

    /// <summary>How what went over it last belongs to TLS in a tunnel.</summary>
    public TlsPart Tls => Speech switch
    {
        Speech.InsideTls => IsIntercepted() ? TlsPart.InsideToProxy : TlsPart.Inside,
        Speech.Tunnel when _up.IsTls || _down.IsTls => TlsPart.Records,
        _ => TlsPart.None,
    };

    /// <summary>Whether what came out of the tunnel last was certainly never sent into it.</summary>
    public bool IsForeign { get; private set; }

    /// <summary>How the dial failed of which the last response speaks, or empty.</summary>
    public string FailedDial { get; private set; } = "";

    /// <summary>Returns whether the TLS that this conversation is inside of certainly does not reach the other end.</summary>
    public Func<bool> IsIntercepted { get; init; } = () => false;

    /// <summary>Returns whether the client of this tunnel has sent anything for it.</summary>
    public Func<bool> ClientSpoke { get; init; } = () => false;

    /// <summary>Called with each request made on it; returns the client's request that it forwards, or null.</summary>
    public Func<MessagePart.RequestHead, MessagePart.RequestHead?> Asked { get; init; } = _ => null;

    /// <summary>Called when a tunnel is requested in SOCKS5 (true), and when that fails (false).</summary>
    public Action<bool> AskedInSocks { get; init; } = _ => { };

    /// <summary>Called with each response and the request it answers; returns whether an origin had sent it before.</summary>
    public Func<MessagePart.ResponseHead, MessagePart.RequestHead?, bool> Answered { get; init; } = (_, _) => false;

    /// <summary>Says that it carries TLS with the proxy, if nothing has been seen on it.</summary>
    public void CarryTls()
    {
        if (Speech == Speech.Messages && !_upBegun && !_downBegun)
            Speech = Speech.TlsWithProxy;
    }

    /// <summary>Explains bytes that were sent on it.</summary>
    public Remark Bytes(ExchangeEvent happened)
    {
        var up = happened.From == asker;
        var tls = TlsRecords.Begin(happened.Bytes.Span);
        if (Speech == Speech.Unknown)
            Speech = up && BeginsRequest(happened.Bytes.Span) ? Speech.Messages : Speech.Tunnel;
        if (Speech == Speech.Messages && up && !_upBegun && tls)
            Speech = Speech.TlsWithProxy;
        if (Speech == Speech.Messages && up && !_upBegun && asker == Party.Client && SocksReader.Begins(happened.Bytes.Span))
            Speech = Speech.Socks;

        // A proxy that speaks neither answers with a response.
        var answersIt = Speech == Speech.Socks ? SocksReader.Begins(happened.Bytes.Span) : tls;
        if (Speech is Speech.TlsWithProxy or Speech.Socks && !up && !_downBegun && !answersIt)
        {
            Speech = Speech.Messages;
            AskedInSocks(false);
        }

        (IsForeign, FailedDial) = (false, "");
        var remark = Speech switch
        {
            Speech.Socks => Socks(happened, up),
            Speech.Messages => up ? Requests(happened) : Replies(happened),
            _ => Relayed(happened.Bytes, happened.Length, happened.From),
        };
        _upBegun |= up;
        _downBegun |= !up;
        return remark;
    }

    // A method, a space, and the first byte of a target; the line may be longer than what was kept.
    private static bool BeginsRequest(ReadOnlySpan<byte> bytes) =>
        bytes.IndexOf((byte)' ') is > 0 and var space && Token.IsToken(bytes[..space])
        && bytes[(space + 1)..] is [(byte)'/' or (byte)'h' or (byte)'*', ..];

    private Remark Requests(ExchangeEvent happened)
    {
        // Whatever follows CONNECT before its response can only be meant for the tunnel.
        if (_awaiting.LastOrDefault() is { IsConnect: true })
            return Early(happened.Length);

        var said = new Dictionary<MessagePart, Remark>(ReferenceEqualityComparer.Instance);
        var parts = _requests.Take(happened.Bytes, happened.Length - happened.Bytes.Length, Follow);
        return Said(parts.Select(Words));

        BodyFraming? Follow(MessagePart part)
        {
            var head = (MessagePart.RequestHead)part;
            _awaiting.Enqueue(head);
            said[head] = RequestWords.Of(head, asker == Party.Client, Asked(head));
            return head.IsConnect || !head.IsWhole
                ? null
                : BodyFraming.OfRequest(head.Line.Version, head.Fields) is { Rejected: null, Value: var framing }
                    ? framing
                    : null;
        }

        Remark Words(MessagePart part) => part switch
        {
            MessagePart.RequestHead => said[part],
            MessagePart.Unreadable unreadable => RequestWords.Unreadable(unreadable.Why),
            MessagePart.PartOfHead => new("Part of a request head", "RFC 9112 §2.2", "part of a head"),
            MessagePart.Content content => ReplyWords.Content(content.Length, content.Framing),
            MessagePart.Unplaced unplaced => ReplyWords.Unplaced(unplaced.Length),
            MessagePart.Rest rest when _awaiting.LastOrDefault() is { IsConnect: true, Wrong: null } => Early(rest.Length),
            MessagePart.Rest rest =>
                new($"{ReplyWords.Count(rest.Length)} after a head that cannot be trusted", "RFC 9112 §11.2", "more bytes"),
            _ => throw new ArgumentOutOfRangeException(nameof(part), part, null),
        };
    }

    private Remark Replies(ExchangeEvent happened)
    {
        var from = happened.From;
        var said = new Dictionary<MessagePart, Remark>(ReferenceEqualityComparer.Instance);
        var parts = _replies.Take(happened.Bytes, happened.Length - happened.Bytes.Length, Follow);
        return Said(parts.Select(Words));

        BodyFraming? Follow(MessagePart part)
        {
            var head = (MessagePart.ResponseHead)part;
            _awaiting.TryPeek(out var request);
            if (!head.Line.IsInterim && request is not null)
                _awaiting.Dequeue();
            var toConnect = request?.IsConnect == true;
            said[head] = ReplyWords.Of(head, toConnect, from, Answered(head, request));
            if (IsInTls && toConnect && head.Line.Status is >= 200 and < 300)
                said[head] = TunnelWords.WhereTlsEnds(said[head]);
            if (from == Party.Proxy)
                FailedDial = ProxyStatus.FailedDial(head.Fields).Error;

            if (head.Line.Status == 101)
                Speech = Speech.Switched;
            if (toConnect && head.Line.Status is >= 200 and < 300)
                Speech = Speech.Tunnel;
            if (Speech != Speech.Messages)
                return null;
            return BodyFraming.OfResponse(request?.Line.Method ?? "", head.Line, head.Fields)
                is { Rejected: null, Value: var framing }
                    ? framing
                    : new BodyFraming(BodyDelimiter.Close);
        }

        Remark Words(MessagePart part) => part switch
        {
            MessagePart.ResponseHead => said[part],
            MessagePart.Unreadable => new("A response that does not parse", "RFC 9112 §4", "not a response"),
            MessagePart.PartOfHead => new("Part of a response head", "RFC 9112 §4", "part of a head"),
            MessagePart.Content content => ReplyWords.Content(content.Length, content.Framing),
            MessagePart.Unplaced unplaced => ReplyWords.Unplaced(unplaced.Length),
            MessagePart.Rest rest => Relayed(rest.Bytes, rest.Length, from),
            _ => throw new ArgumentOutOfRangeException(nameof(part), part, null),
        };
    }

    private static Remark Said(IEnumerable<Remark> remarks) => remarks.ToList() is { Count: > 0 } said
        ? Remark.Join(said)
        : new("Part of a chunk", "RFC 9112 §7.1", "part of a chunk");

    private Remark Socks(ExchangeEvent happened, bool up)
    {
        if (up && _socks.IsRequested)
            return Early(happened.Length);
        var (wasRequested, wasAnswered) = (_socks.IsRequested, _socks.Code is not null);
        var parts = _socks.Take(happened.Bytes, happened.Length - happened.Bytes.Length, up);

        // 1. What has changed.
        if (!wasRequested && _socks.IsRequested)
            AskedInSocks(true);
        if (!wasAnswered && _socks.Code is > 0 and var code)
        {
            AskedInSocks(false);
            FailedDial = SocksNames.FailedDial(code);
        }

        if (_socks.IsOpen)
            Speech = Speech.Tunnel;

        // 2. The words.
        return Remark.Join([.. parts.Select(part => part.Kind != SocksKind.Rest ? _socks.Words(part)
            : up ? Early(part.Length) : Relayed(part.Bytes, part.Length, happened.From))]);
    }

    private Remark Early(long length)
    {
        HasSpoken = true;
        var (opening, clause) = Speech == Speech.Socks ? ("reply", "RFC 1928 §6") : ("2xx", "RFC 9931 §8, RFC 9110 §9.3.6");
        return new(
            $"{ReplyWords.Count(length)} for the tunnel, sent before the {opening} that would open it",
            clause,
            $"{ReplyWords.Count(length)} early");
    }

    private Remark Relayed(ReadOnlyMemory<byte> bytes, long length, Party from)
    {
        var up = from == asker;
        var (near, far, sender) = asker == Party.Client ? ("client", "origin", Party.Origin) : ("origin", "client", Party.Client);
        IsForeign = (Speech, from) is (Speech.Tunnel, Party.Proxy) && sent?.Lack(sender, bytes.Span, length) == true;
        var where = (Speech, from) switch
        {
            (not Speech.Tunnel, _) => "",
            _ when IsForeign => $" that the {far} did not send",
            (_, Party.Proxy) => $" to the {near}",
            _ => " into the tunnel",
        };
        var stream = up ? _up : _down;
        var wasTls = stream.IsTls;
        var what = stream.Read(bytes.Span, length, where);
        if (IsInTls && up && Speech == Speech.Tunnel && stream.IsTls && !wasTls)
            what = TunnelWords.SecondHandshake(what);
        var first = from == Party.Origin && !_downBegun && !HasSpoken && !ClientSpoke();
        HasSpoken |= up;
        var (how, clause) = TunnelWords.Of(Speech, from, IsSocks);
        if (Speech == Speech.InsideTls && IsIntercepted())
            how = "Inside TLS that ends at the proxy:";
        if (IsForeign)
            how = $"The {near} receives";
        else if (first && Speech == Speech.Tunnel)
            how = "The origin speaks first: it sends";
        return new($"{how} {what.Text}", Remark.Clauses([clause, what.Clause]), what.Label);
    }
}
