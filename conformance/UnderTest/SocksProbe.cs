using ConformanceKit.Origins;
using ConformanceKit.Wire;

namespace ConformanceKit.UnderTest;

/// <summary>A client of SOCKS5 that gets as far as a method of authentication, or further, to a tunnel.</summary>
internal sealed class SocksProbe : ProbeRequest
{
    private const byte Version = 0x05;
    private const byte NotAllowed = 0x02;
    private const int ReplyStart = 2; // after the version and the chosen method
    private const int Enough = ReplyStart + 2;

    private readonly byte[] _offer;
    private readonly byte[] _request;

    private SocksProbe(string sent, byte[] offer, byte[] request)
        : base(sent) => (_offer, _request) = (offer, request);

    /// <summary>An offer of every method that the kit knows.</summary>
    public static IReadOnlyList<ProbeRequest> Offer { get; } =
    [
        new SocksProbe("an offer of SOCKS5's methods 00 and 02", Socks5.Offer(Socks5.NoAuthentication, Socks5.UserPassword), []),
    ];

    /// <summary>A tunnel, requested without authentication.</summary>
    /// <param name="origin">The origin that it is for.</param>
    public static ProbeRequest Connect(Origin origin) => new SocksProbe(
        $"SOCKS5 CONNECT {origin.Address}:{origin.Port}",
        Socks5.Offer(Socks5.NoAuthentication),
        Socks5.Request(Socks5.Connect, $"{origin.Address}", origin.Port));

    /// <inheritdoc/>
    protected override byte[] NextAfter(ReadOnlySpan<byte> reply) => reply switch
    {
        [] => _offer,
        [Version, Socks5.NoAuthentication] => _request,
        _ => [],
    };

    /// <inheritdoc/>
    protected override bool IsWhole(ReadOnlySpan<byte> reply)
    {
        var hasMore = _request.Length > 0 && reply is [] or [Version] or [Version, Socks5.NoAuthentication, ..];
        return reply.Length >= (hasMore ? Enough : ReplyStart);
    }

    /// <inheritdoc/>
    protected override bool IsAnswer(ReadOnlySpan<byte> reply) => reply is [Version, _, ..];

    /// <inheritdoc/>
    protected override (string Came, ProbeMeaning Meaning) Read(ReadOnlySpan<byte> reply, string until) => reply switch
    {
        _ when !IsWhole(reply) => ($"only {Convert.ToHexString(reply)} came {until}", ProbeMeaning.Other),
        [Version, Socks5.NoAuthentication, Version, var code, ..] => ($"the reply had the code {code:X2}", MeaningOf(code)),
        [Version, Socks5.NoAcceptableMethod, ..] =>
            ("the proxy accepted no client without credentials (FF)", ProbeMeaning.CredentialsRequired),
        [Version, var method] => ($"the proxy chose the method {method:X2}", ProbeMeaning.Other),
        _ => ($"the reply was \"{ByteText.Escape(reply)}\", which is not SOCKS5", ProbeMeaning.Other),
    };

    private static ProbeMeaning MeaningOf(byte code) => code switch
    {
        0 => ProbeMeaning.Success,
        NotAllowed => ProbeMeaning.Forbidden,
        _ => ProbeMeaning.ServerError,
    };
}
