using System.Text;

namespace ConformanceKit.ReferenceProxy.Explaining;

/// <summary>What a client and the proxy say to each other in SOCKS5 before the tunnel: the messages, and the words for them.</summary>
internal sealed class SocksExchange
{
    private const byte UserPassword = 0x02;
    private const byte NoAcceptableMethod = 0xFF;
    private const byte ConnectCommand = 1;
    private const string Subnegotiation = "RFC 1929 §2";

    private readonly SocksReader _up = new(fromClient: true);
    private readonly SocksReader _down = new(fromClient: false);

    // How long the messages of each side were, to compare them with heads.
    private readonly List<long> _asked = [];
    private readonly List<long> _answered = [];

    private byte? _method;
    private byte _command;

    /// <summary>Whether the client has made its request; nothing of SOCKS5 follows it.</summary>
    public bool IsRequested { get; private set; }

    /// <summary>The code of the reply; null while there is none.</summary>
    public byte? Code { get; private set; }

    /// <summary>Whether the reply opens a tunnel.</summary>
    public bool IsOpen => Code == 0 && _command == ConnectCommand;

    /// <summary>Says what these bytes are, message by message.</summary>
    /// <param name="bytes">The bytes that were kept.</param>
    /// <param name="lost">How many more were sent but not kept.</param>
    /// <param name="up">Whether the client sent them.</param>
    public IReadOnlyList<SocksPart> Take(ReadOnlyMemory<byte> bytes, long lost, bool up) => IsOtherMethod
        ? [new(SocksKind.Unreadable, bytes, bytes.Length + lost)]
        : (up ? _up : _down).Take(bytes, lost, message => Follow(message, up ? _asked : _answered));

    /// <summary>The words for what <see cref="Take"/> returned, except for the rest.</summary>
    public Remark Words(SocksPart part) => part.Kind switch
    {
        SocksKind.Offer => Offer(part.Bytes.Span[2..]),
        SocksKind.Choice => Choice(part.Bytes.Span[1]),
        SocksKind.Credentials => Credentials(part.Bytes.Span),
        SocksKind.Verdict => Verdict(part.Bytes.Span[1]),
        SocksKind.Request => Request(part.Bytes.Span),
        SocksKind.Reply => Reply(part.Bytes.Span),
        SocksKind.Unfinished => new("Part of a SOCKS5 message", "RFC 1928 §3", "part of a message"),
        _ when IsOtherMethod => new(
            $"{ReplyWords.Count(part.Length)} of the negotiation of that method", "RFC 1928 §3", ReplyWords.Count(part.Length)),
        _ => new($"{ReplyWords.Count(part.Length)} that are not a SOCKS5 message", "RFC 1928 §4", "not SOCKS5"),
    };

    private bool IsOtherMethod => _method is not (null or 0 or UserPassword or NoAcceptableMethod);

    private bool Follow(SocksPart message, List<long> side)
    {
        side.Add(message.Length);
        if (message.Kind == SocksKind.Choice)
            _method = message.Bytes.Span[1];
        if (message.Kind == SocksKind.Request)
            (IsRequested, _command) = (true, message.Bytes.Span[1]);
        if (message.Kind == SocksKind.Reply)
            Code = message.Bytes.Span[1];
        return message.Kind != SocksKind.Request && !IsOpen && !IsOtherMethod;
    }

    private static Remark Offer(ReadOnlySpan<byte> methods)
    {
        var names = string.Join(", ", methods.ToArray().Distinct().Take(8).Select(SocksNames.Method));
        var what = methods.Length == 1 ? "one method of authentication" : $"{methods.Length} methods of authentication";
        return new(
            $"The client speaks SOCKS5, and offers {what}{(names.Length > 0 ? ": " : "")}{names}", "RFC 1928 §3",
            $"SOCKS5 offer: {names}");
    }

    private static Remark Choice(byte method) => method == NoAcceptableMethod
        ? new(
            "The proxy accepts none of the methods (FF): the client has to close the connection", "RFC 1928 §3", "no method (FF)")
        : new($"The proxy chooses {SocksNames.Method(method)}", "RFC 1928 §3", $"chooses {SocksNames.Method(method)}");

    private static Remark Credentials(ReadOnlySpan<byte> message)
    {
        var user = VisibleBytes.Escape(message.Slice(2, message[1]));
        var password = ReplyWords.Count(message[2 + message[1]]);
        return new(
            $"The client sends its user name, \"{user}\", and its password, {password}: in cleartext, and unasked by any challenge",
            Subnegotiation, "user name and password");
    }

    private static Remark Verdict(byte status) => status == 0
        ? new("The proxy accepts the user name and the password (00)", Subnegotiation, "accepted (00)")
        : new(
            $"The proxy rejects the user name or the password ({status:X2}), and has to close the connection: there is no second "
            + "attempt on it", Subnegotiation, $"rejected ({status:X2})");

    private static Remark Request(ReadOnlySpan<byte> message)
    {
        var (command, target) = (SocksNames.Command(message[1]), SocksAddress.Of(message));
        return new(
            $"The client requests {command} ({message[1]:X2}) to {target.Text}: the target is {target.Type}, then the port",
            "RFC 1928 §4, §5", $"SOCKS5 {command} {target.Text}");
    }

    private Remark Reply(ReadOnlySpan<byte> message)
    {
        var (code, bound) = (message[1], SocksAddress.Of(message).Text);
        var label = $"SOCKS5 reply {code:X2}: {SocksNames.Reply(code)}";
        var text = new StringBuilder($"The proxy replies {code:X2}, {SocksNames.Reply(code)}");
        if (IsOpen)
        {
            text.Append($", bound to {bound}: the tunnel is open, and begins right after this reply. It took ")
                .Append($"{Sum(_asked)} from the client and {Sum(_answered)} from the proxy, where CONNECT has a text head each");
        }
        else if (code == 0)
        {
            text.Append($", bound to {bound}");
        }
        else
        {
            text.Append(": there is no tunnel, this byte is all that the client learns, ")
                .Append("and the connection has to end within 10 s");
        }

        return new(text.ToString(), "RFC 1928 §6", label);
    }

    private static string Sum(List<long> lengths) => $"{string.Join(" + ", lengths)} bytes";
}
