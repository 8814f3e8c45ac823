using System.Collections.Frozen;
using System.Reflection;

namespace ConformanceKit.Model;

/// <summary>
/// The stable short names of the reasons why a requirement is broken. Baselines and mutants refer to them: never rename one.
/// </summary>
public static class ReasonIds
{
    /// <summary>No complete reply arrived in time.</summary>
    public const string ReplyTimeout = "reply-timeout";

    /// <summary>The proxy closed the connection, or the stream, without sending a byte of a reply.</summary>
    public const string ClosedWithoutReply = "closed-without-reply";

    /// <summary>The proxy reset the connection, or the stream, without sending a byte of a reply.</summary>
    public const string ResetWithoutReply = "reset-without-reply";

    /// <summary>The proxy process ended while the scenario was running.</summary>
    public const string ProxyEnded = "proxy-ended";

    /// <summary>What the proxy sent as a reply is not an HTTP/1 response.</summary>
    public const string MalformedResponse = "malformed-response";

    /// <summary>What the proxy sent to the origin is not an HTTP/1 request.</summary>
    public const string MalformedRequest = "malformed-request";

    /// <summary>What the proxy sent is not HTTP/2: a frame, or a field section, that cannot be read.</summary>
    public const string MalformedFrame = "malformed-frame";

    /// <summary>The proxy ended the whole HTTP/2 connection, with GOAWAY and an error, before the expected data.</summary>
    public const string ConnectionError = "connection-error";

    /// <summary>A stream or a connection of HTTP/2 ended with another error code than the one that is meant for it.</summary>
    public const string ErrorCode = "error-code";

    /// <summary>The proxy sent more DATA than the windows of HTTP/2 allowed.</summary>
    public const string FlowControl = "flow-control";

    /// <summary>A field name has a character that HTTP/2 does not allow in one, such as an upper-case letter.</summary>
    public const string FieldName = "field-name";

    /// <summary>The connection, or the stream, was closed part-way through the expected data.</summary>
    public const string ClosedEarly = "closed-early";

    /// <summary>The connection, or the stream, was reset part-way through the expected data.</summary>
    public const string ResetEarly = "reset-early";

    /// <summary>Expected bytes did not arrive, or sent bytes were not accepted, in time.</summary>
    public const string BytesTimeout = "bytes-timeout";

    /// <summary>The connection, or the stream, stayed open when its end was expected.</summary>
    public const string NotClosed = "not-closed";

    /// <summary>TLS could not be established, or broke, on a connection through the proxy.</summary>
    public const string TlsBroken = "tls-broken";

    /// <summary>A WebSocket handshake or frame did not get through the proxy.</summary>
    public const string WebSocketBroken = "websocket-broken";

    /// <summary>No connection from the proxy reached the origin in time.</summary>
    public const string OriginNotContacted = "origin-not-contacted";

    /// <summary>The proxy connected to an origin that it must not reach.</summary>
    public const string OriginContacted = "origin-contacted";

    /// <summary>The origin saw a different number of connections or requests than expected.</summary>
    public const string OriginCount = "origin-count";

    /// <summary>A 2xx status was expected.</summary>
    public const string NotSuccessful = "not-successful";

    /// <summary>A rejection was expected, but a 2xx reply came.</summary>
    public const string Accepted = "accepted";

    /// <summary>A rejection was expected, but neither a 4xx nor a 5xx came.</summary>
    public const string NotRejected = "not-rejected";

    /// <summary>The status code is not the expected one.</summary>
    public const string Status = "status";

    /// <summary>The status line lacks a part that the grammar requires.</summary>
    public const string StatusLine = "status-line";

    /// <summary>The HTTP version is not the expected one.</summary>
    public const string Version = "version";

    /// <summary>A field is present that must not be.</summary>
    public const string FieldPresent = "field-present";

    /// <summary>A field is missing.</summary>
    public const string FieldAbsent = "field-absent";

    /// <summary>A field does not have the expected value.</summary>
    public const string FieldValue = "field-value";

    /// <summary>A field that must appear once appears several times.</summary>
    public const string FieldRepeated = "field-repeated";

    /// <summary>The body ended before the end that its framing announced, or its framing is invalid.</summary>
    public const string BodyIncomplete = "body-incomplete";

    /// <summary>The body looks complete, although what it was made from is not.</summary>
    public const string BodyComplete = "body-complete";

    /// <summary>There is a body where there must be none.</summary>
    public const string BodyPresent = "body-present";

    /// <summary>The body is empty.</summary>
    public const string BodyEmpty = "body-empty";

    /// <summary>The body differs from what was expected.</summary>
    public const string BodyDiffers = "body-differs";

    /// <summary>The request line differs from what was expected.</summary>
    public const string RequestLine = "request-line";

    /// <summary>The bytes differ from what was expected.</summary>
    public const string BytesDiffer = "bytes-differ";

    /// <summary>Bytes arrived where there must be none.</summary>
    public const string UnexpectedBytes = "unexpected-bytes";

    /// <summary>The proxy accepted more bytes than it could pass on.</summary>
    public const string NoBackpressure = "no-backpressure";

    /// <summary>It sent more than anybody had sent to it, far beyond what an honest proxy or client adds.</summary>
    public const string Flood = "flood";

    /// <summary>Something took longer than the proxy's own work explains.</summary>
    public const string TooSlow = "too-slow";

    /// <summary>The connection did not end with a FIN, or the stream with END_STREAM.</summary>
    public const string EndNotFin = "end-not-fin";

    /// <summary>The connection did not end with a RST, or the stream with RST_STREAM.</summary>
    public const string EndNotReset = "end-not-reset";

    /// <summary>A reply of SOCKS5 is malformed, or has another code than the one that is meant for it.</summary>
    public const string SocksReply = "socks-reply";

    /// <summary>A TLS session ended without a closure alert, though in order.</summary>
    public const string ClosureAlert = "closure-alert";

    /// <summary>The certificate that the client saw is not the origin's.</summary>
    public const string Certificate = "certificate";

    /// <summary>Client and origin do not see the server name or application protocol that the other one requested.</summary>
    public const string TlsNegotiation = "tls-negotiation";

    /// <summary>The browser shows an error instead of the page.</summary>
    public const string PageFailed = "page-failed";

    /// <summary>The browser shows a page other than the origin's, or only part of it.</summary>
    public const string PageDiffers = "page-differs";

    /// <summary>The browser shows a page for an origin that cannot be reached.</summary>
    public const string PageSpoofed = "page-spoofed";

    /// <summary>A script in the page failed.</summary>
    public const string ScriptFailed = "script-failed";

    /// <summary>The client reports an error where the origin's response was to be had.</summary>
    public const string RequestFailed = "request-failed";

    /// <summary>The client returns something as the origin's response that is not.</summary>
    public const string Spoofed = "spoofed";

    /// <summary>The client did not end, though it had been given a time limit.</summary>
    public const string NotEnded = "not-ended";

    /// <summary>Credentials, or a request, reached someone that they are not for.</summary>
    public const string Leaked = "leaked";

    /// <summary>The client did not wait for what it has to wait for.</summary>
    public const string TooEarly = "too-early";

    /// <summary>The client went where somebody sent it who must not.</summary>
    public const string Followed = "followed";

    /// <summary>The client sent too many requests.</summary>
    public const string TooMany = "too-many";

    /// <summary>The exchange as a whole did not finish within the scenario's time limit.</summary>
    public const string ScenarioTimeout = "scenario-timeout";

    /// <summary>An assertion failed without naming a reason.</summary>
    public const string Assertion = "assertion";

    /// <summary>All names in this class.</summary>
    public static IReadOnlySet<string> All { get; } = typeof(ReasonIds)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (string)field.GetRawConstantValue()!)
        .ToFrozenSet();
}
