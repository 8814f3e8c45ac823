using static ConformanceKit.ReferenceProxy.Http.RejectionReason;

namespace ConformanceKit.ReferenceProxy.Http;

/// <summary>
/// How a <see cref="RejectionReason"/> is reported to the client: the status (RFC 9110 §15), the Proxy-Status error type
/// (RFC 9209 §2.3), one sentence, and the clause that it is based on.
/// </summary>
internal sealed record Rejection(int Status, string Error, string Text, string Clause)
{
    /// <summary>The answer to each reason.</summary>
    public static Rejection For(RejectionReason reason) => reason switch
    {
        InvalidRequestLine => Bad("The request line is not: method, one space, target, one space, version.", "RFC 9112 §3"),
        InvalidTarget => Bad("The request target has none of the four forms.", "RFC 9112 §3.2"),
        UnsupportedVersion => new(505, "proxy_internal_response", "This proxy speaks HTTP/1.1 and HTTP/1.0.", "RFC 9110 §15.6.6"),
        RequestLineTooLong => new(
            414, "http_request_error", "The request line is longer than this proxy's limit.", "RFC 9112 §3"),
        OriginFormToProxy => Bad("A request to a proxy must have its target in absolute-form.", "RFC 9112 §3.2.2"),
        AuthorityFormWithoutConnect => Bad("The authority-form is for CONNECT only.", "RFC 9112 §3.2.3"),
        UnsupportedScheme => new(501, "proxy_internal_response", "This proxy forwards the http scheme only.", "RFC 9110 §15.6.2"),
        UserinfoInTarget => Bad("The target carries userinfo.", "RFC 9110 §4.2.4"),
        EmptyHost => Bad("The target has no host.", "RFC 9110 §4.2.1"),
        InvalidHost => Bad("The host of the target is not valid.", "RFC 3986 §3.2.2"),
        UnbracketedIpv6 => Bad("An IPv6 address must be in square brackets.", "RFC 3986 §3.2.2"),
        MissingPort => Bad("The target of CONNECT has no port, and there is no default.", "RFC 9112 §3.2.3"),
        EmptyPort => Bad("The port of the target is empty.", "RFC 9110 §9.3.6"),
        InvalidPort => Bad("The port of the target is not a decimal number.", "RFC 9110 §9.3.6"),
        PortOutOfRange => Bad("The port of the target is not between 1 and 65535.", "RFC 9110 §9.3.6"),

        BareLineFeed => Bad("A line ends with LF alone.", "RFC 9112 §2.2"),
        BareCarriageReturn => Bad("A CR is not followed by LF.", "RFC 9112 §2.2"),
        ControlCharacter => Bad("There is a control character in the head.", "RFC 9110 §5.5"),
        InvalidFieldLine => Bad("A field line is not a name, a colon and a value.", "RFC 9112 §5"),
        WhitespaceBeforeColon => Bad("There is whitespace between a field name and its colon.", "RFC 9112 §5.1"),
        WhitespaceBeforeFirstField => Bad("There is whitespace before the first field line.", "RFC 9112 §2.2"),
        ObsoleteLineFolding => Bad("A field line is folded.", "RFC 9112 §5.2"),
        FieldsTooLarge => new(431, "http_request_error", "The field section is larger than this proxy's limit.", "RFC 6585 §5"),
        MissingHost => Bad("An HTTP/1.1 request must have a Host field.", "RFC 9112 §3.2"),
        DuplicateHost => Bad("A request must not have more than one Host field line.", "RFC 9112 §3.2"),
        InvalidHostField => Bad("The Host field is not a host with an optional port.", "RFC 9112 §3.2"),
        InvalidMaxForwards => Bad("Max-Forwards is not one decimal number.", "RFC 9110 §7.6.2"),
        HeadTimeout => new(408, "http_request_error", "The head of the request took too long.", "RFC 9110 §15.5.9"),
        HeadIncomplete => Bad("The connection ended inside the head of a request.", "RFC 9112 §8"),

        InvalidPseudoField => Bad("A pseudo-header field is unknown, repeated, invalid, or in the wrong place.", "RFC 9113 §8.3"),
        MissingPseudoField => Bad("The request lacks a pseudo-header field.", "RFC 9113 §8.3.1"),
        InvalidPath => Bad("The path is not one.", "RFC 9113 §8.3.1"),
        SchemeOrPathInConnect => Bad("A CONNECT request has neither a scheme nor a path.", "RFC 9113 §8.5"),
        ExtendedConnect => Bad("This proxy has not announced extended CONNECT.", "RFC 8441 §3"),
        MissingAuthority => Bad("The request has no authority.", "RFC 9113 §8.3.1"),
        HostDiffers => Bad("Host differs from the authority.", "RFC 9113 §8.3.1"),
        InvalidFieldName => Bad("A field name is not a token in lower case.", "RFC 9113 §8.2.1"),
        InvalidFieldValue => Bad("A field value has control characters, or whitespace around it.", "RFC 9113 §8.2.1"),
        ConnectionSpecificField => Bad("HTTP/2 has no field that concerns the connection.", "RFC 9113 §8.2.2"),
        ContentLengthDiffers => Bad("Content-Length differs from the content.", "RFC 9113 §8.1.1"),

        ContentInConnect => Bad("A CONNECT request has no content.", "RFC 9110 §9.3.6"),
        TransferEncodingInHttp10 => Bad("HTTP/1.0 does not define Transfer-Encoding.", "RFC 9112 §6.1"),
        TransferEncodingAndContentLength =>
            Bad("Transfer-Encoding and Content-Length must not both be present.", "RFC 9112 §6.1"),
        ChunkedIsNotFinal => Bad("chunked must be the final transfer coding, and appear once.", "RFC 9112 §6.3"),
        UnknownTransferCoding => new(
            501, "proxy_internal_response", "chunked is the only transfer coding that this proxy supports.", "RFC 9112 §6.1"),
        InvalidContentLength => Bad("Content-Length is not a decimal number, or is too large.", "RFC 9112 §6.3"),
        DifferingContentLengths => Bad("The values of Content-Length differ.", "RFC 9112 §6.3"),
        InvalidChunkSize => Bad("A chunk does not begin with its size in hexadecimal.", "RFC 9112 §7.1"),
        InvalidChunkExtension => Bad("What follows the size of a chunk is not a chunk extension.", "RFC 9112 §7.1.1"),
        ChunkExtensionsTooLarge => Bad("The chunk extensions are larger than this proxy's limit.", "RFC 9112 §7.1.1"),
        ChunkSizeTooLarge => Bad("The size of a chunk is too large.", "RFC 9112 §7.1"),
        ChunkWithoutLineEnd => Bad("The data of a chunk is not followed by CRLF.", "RFC 9112 §7.1"),
        BodyTimeout => new(408, "http_request_error", "The content of the request took too long.", "RFC 9110 §15.5.9"),

        CredentialsRequired => new(407, "http_request_error", "This proxy requires credentials.", "RFC 9110 §15.5.8"),
        ClientNotAllowed => Denied("This proxy does not serve your address."),
        PortNotAllowed => Denied("This proxy does not connect to that port."),
        DestinationDenied => Denied("This proxy does not connect to that destination."),
        AddressProhibited => new(
            502, "destination_ip_prohibited", "This proxy does not connect to that address.", "RFC 9209 §2.3.5"),
        LoopDetected => new(502, "proxy_loop_detected", "The request leads back to this proxy.", "RFC 9209 §2.3.32"),
        TooManyConnections => new(
            503, "connection_limit_reached", "This proxy has reached its connection limit.", "RFC 9209 §2.3.12"),

        NameNotResolved => new(502, "dns_error", "The host name could not be resolved.", "RFC 9209 §2.3.2"),
        ResolverTimeout => new(504, "dns_timeout", "The host name was not resolved in time.", "RFC 9209 §2.3.1"),
        ConnectionRefused => new(502, "connection_refused", "The origin refused the connection.", "RFC 9209 §2.3.7"),
        ConnectionTimeout => new(
            504, "connection_timeout", "The origin did not accept the connection in time.", "RFC 9209 §2.3.9"),
        AddressUnroutable => new(502, "destination_ip_unroutable", "There is no route to the origin.", "RFC 9209 §2.3.6"),
        NoMoreSockets => new(503, "connection_limit_reached", "This proxy cannot open another connection.", "RFC 9209 §2.3.12"),

        OriginClosedWithoutResponse => new(
            502, "http_response_incomplete", "The origin closed before its response.", "RFC 9209 §2.3.18"),
        InvalidResponse => new(502, "http_protocol_error", "The origin's response is not valid HTTP/1.1.", "RFC 9209 §2.3.28"),
        ResponseHeadTooLarge => new(
            502, "http_response_header_section_size", "The origin's fields are too large.", "RFC 9209 §2.3.19"),
        UnsupportedResponseCoding => new(
            502, "http_response_transfer_coding", "The origin's transfer coding is unknown.", "RFC 9209 §2.3.24"),
        UnrequestedUpgrade => new(
            502, "http_upgrade_failed", "The origin switched protocols without being asked.", "RFC 9110 §7.8"),
        ResponseTimeout => new(504, "http_response_timeout", "The origin did not respond in time.", "RFC 9209 §2.3.26"),

        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, null),
    };

    private static Rejection Bad(string text, string clause) => new(400, "http_request_error", text, clause);

    private static Rejection Denied(string text) => new(403, "http_request_denied", text, "RFC 9110 §15.5.4");
}
