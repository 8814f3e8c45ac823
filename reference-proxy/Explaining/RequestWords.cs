using ConformanceKit.ReferenceProxy.Http;

namespace ConformanceKit.ReferenceProxy.Explaining;

/// <summary>The sentences for the head of a request.</summary>
internal static class RequestWords
{
    /// <summary>Explains one head.</summary>
    /// <param name="head">The head.</param>
    /// <param name="toProxy">Whether the client sent it; if not, the proxy did.</param>
    /// <param name="original">The client's request that the proxy forwards with it, or null.</param>
    public static Remark Of(MessagePart.RequestHead head, bool toProxy, MessagePart.RequestHead? original)
    {
        if (head.Wrong is { } why && !IsOwnLimit(why))
        {
            return Wrong(why, toProxy ? "The client sends an invalid request" : "The proxy sends an invalid request")
                with
            { Label = head.Line.ToString() };
        }

        List<Remark> said = [toProxy ? ToProxy(head) : ToOrigin(head)];
        if (head.Line.Version == HttpVersion.Http10)
            said.Add(new("as HTTP/1.0", "RFC 9112 §2.3", ""));
        if (toProxy && head.Fields.Values("Proxy-Authorization") is [var credentials, ..])
            said.Add(new($"with credentials for the proxy{Scheme(credentials)}", "RFC 9110 §11.7.2", ""));
        if (head.Fields.HasMember("Expect", "100-continue"))
            said.Add(new("expecting 100 (Continue) before its content", "RFC 9110 §10.1.1", ""));
        if (head.Fields.Has("Upgrade"))
            said.Add(new("with an offer to switch protocols", "RFC 9110 §7.8", ""));
        if (original is not null)
            said.AddRange(ForwardedWords.Of(head, original));
        return new(
            string.Join(", ", said.Select(remark => remark.Text)), Remark.Clauses(said.Select(remark => remark.Clause)),
            head.Line.ToString());
    }

    /// <summary>Explains bytes that are not the head of a request.</summary>
    public static Remark Unreadable(RejectionReason why) => why == RejectionReason.UnsupportedVersion
        ? new("A request with a major version other than HTTP/1", "RFC 9112 §2.3", "not HTTP/1")
        : Wrong(why, "A request that does not parse") with { Label = "not a request" };

    /// <summary>The scheme of credentials or of a challenge, in parentheses; empty if there is none.</summary>
    public static string Scheme(string value) =>
        value.Split(' ')[0].TrimEnd(',') is var scheme && Token.IsToken(scheme) && scheme.Any(char.IsAsciiLetter)
            ? $" ({scheme})"
            : "";

    private static Remark ToProxy(MessagePart.RequestHead head) => FormOf(head) switch
    {
        RequestTarget.AuthorityForm => new(
            $"The client requests a tunnel to {head.Line.Target}: host and port, nothing else (authority-form)",
            "RFC 9110 §9.3.6, RFC 9112 §3.2.3", ""),
        RequestTarget.AsteriskForm => new(
            "The client requests the communication options of the proxy itself (asterisk-form)",
            "RFC 9112 §3.2.4, RFC 9110 §9.3.7", ""),
        RequestTarget.OriginForm => new(
            "The client uses origin-form, which is for origin servers: a proxy cannot tell the target's scheme and host from it",
            "RFC 9112 §3.2.2", ""),
        _ => new($"The client sends {head.Line.Method} with the whole URI (absolute-form)", "RFC 9112 §3.2.2", ""),
    };

    private static Remark ToOrigin(MessagePart.RequestHead head) => FormOf(head) switch
    {
        RequestTarget.AuthorityForm => new("The proxy asks the next proxy for the tunnel", "RFC 9110 §9.3.6", ""),
        RequestTarget.AsteriskForm =>
            new("The proxy forwards OPTIONS for the server as a whole (asterisk-form)", "RFC 9112 §3.2.4", ""),
        RequestTarget.OriginForm => new(
            $"The proxy forwards {head.Line.Method} with only the path (origin-form)", "RFC 9112 §3.2.1, RFC 9110 §7.6", ""),
        _ => new("The proxy sends the whole URI (absolute-form), as it would to another proxy", "RFC 9112 §3.2.2", ""),
    };

    private static RequestTarget? FormOf(MessagePart.RequestHead head) =>
        RequestTarget.Parse(head.Line.Method, head.Line.Target) is { Rejected: null, Value: var form } ? form : null;

    // A request that only this proxy does not serve is still valid.
    private static bool IsOwnLimit(RejectionReason why) =>
        why is RejectionReason.UnsupportedScheme or RejectionReason.UnknownTransferCoding;

    private static Remark Wrong(RejectionReason why, string what) =>
        new($"{what}: {Rejection.For(why).Text.TrimEnd('.')}", Rejection.For(why).Clause, "");
}
