using ConformanceKit.ReferenceProxy.Http;

namespace ConformanceKit.ReferenceProxy.Explaining;

/// <summary>What can be said of a request's head.</summary>
internal static class RequestWords
{
    /// <summary>The remark on one head.</summary>
    /// <param name="head">The head.</param>
    /// <param name="toProxy">Whether the client sent it; else the proxy did.</param>
    public static Remark Of(MessagePart.RequestHead head, bool toProxy)
    {
        if (head.Wrong is { } why && !IsOwnLimit(why))
        {
            return Wrong(why,
                toProxy ? "A request that is not valid" : "The proxy sends what is not valid") with
            {
                Label =
                    head.Line.ToString()
            };
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
        return new(
            string.Join(", ", said.Select(remark => remark.Text)), Remark.Clauses(said.Select(remark => remark.Clause)),
            head.Line.ToString());
    }

    /// <summary>Bytes that are not the head of a request.</summary>
    public static Remark Unreadable(RejectionReason why) => why == RejectionReason.UnsupportedVersion
        ? new("A request of another major version than HTTP/1", "RFC 9112 §2.3", "not HTTP/1")
        : Wrong(why, "A request that does not parse") with { Label = "not a request" };

    /// <summary>The scheme of credentials or of a challenge, when it is one, in brackets.</summary>
    public static string Scheme(string value) =>
        value.Split(' ')[0].TrimEnd(',') is var scheme && Token.IsToken(scheme) && scheme.Any(char.IsAsciiLetter)
            ? $" ({scheme})"
            : "";

    private static Remark ToProxy(MessagePart.RequestHead head) => FormOf(head) switch
    {
        RequestTarget.AuthorityForm => new(
            $"The client asks for a tunnel to {head.Line.Target}: host and port, nothing else (authority-form)",
            "RFC 9110 §9.3.6, RFC 9112 §3.2.3", ""),
        RequestTarget.AsteriskForm => new(
            "The client asks for the options of the proxy itself (asterisk-form)", "RFC 9112 §3.2.4, RFC 9110 §9.3.7", ""),
        RequestTarget.OriginForm => new(
            "The client asks in origin-form, as an origin server is asked: no proxy can tell the target's scheme and host from "
                + "it",
            "RFC 9112 §3.2.2", ""),
        _ => new($"The client asks for {head.Line.Method} with the whole URI (absolute-form)", "RFC 9112 §3.2.2", ""),
    };

    private static Remark ToOrigin(MessagePart.RequestHead head) => FormOf(head) switch
    {
        RequestTarget.AuthorityForm => new("The proxy asks the next proxy for the tunnel", "RFC 9110 §9.3.6", ""),
        RequestTarget.AsteriskForm =>
            new("The proxy forwards OPTIONS for the server as a whole (asterisk-form)", "RFC 9112 §3.2.4", ""),
        RequestTarget.OriginForm => new(
            $"The proxy forwards {head.Line.Method} with the path alone (origin-form)", "RFC 9112 §3.2.1, RFC 9110 §7.6", ""),
        _ => new("The proxy sends the whole URI (absolute-form), as to another proxy", "RFC 9112 §3.2.2", ""),
    };

    private static RequestTarget? FormOf(MessagePart.RequestHead head) =>
        RequestTarget.Parse(head.Line.Method, head.Line.Target) is { Rejected: null, Value: var form } ? form : null;

    // What the reference does not serve is a request all the same.
    private static bool IsOwnLimit(RejectionReason why) =>
        why is RejectionReason.UnsupportedScheme or RejectionReason.UnknownTransferCoding;

    private static Remark Wrong(RejectionReason why, string what) =>
        new($"{what}: {Rejection.For(why).Text.TrimEnd('.')}", Rejection.For(why).Clause, "");
}
