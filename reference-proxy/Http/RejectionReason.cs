namespace ConformanceKit.ReferenceProxy.Http;

/// <summary>
/// Why a request was not served. Each reason has one status, one Proxy-Status error type and one clause: see
/// <see cref="Rejection"/>.
/// </summary>
internal enum RejectionReason
{
    // The request line and its target.
    InvalidRequestLine,
    InvalidTarget,
    UnsupportedVersion,
    RequestLineTooLong,
    OriginFormToProxy,
    AuthorityFormWithoutConnect,
    UnsupportedScheme,
    UserinfoInTarget,
    EmptyHost,
    InvalidHost,
    UnbracketedIpv6,
    MissingPort,
    EmptyPort,
    InvalidPort,
    PortOutOfRange,

    // Lines and fields.
    BareLineFeed,
    BareCarriageReturn,
    ControlCharacter,
    InvalidFieldLine,
    WhitespaceBeforeColon,
    WhitespaceBeforeFirstField,
    ObsoleteLineFolding,
    FieldsTooLarge,
    MissingHost,
    DuplicateHost,
    InvalidHostField,
    InvalidMaxForwards,
    HeadTimeout,
    HeadIncomplete,

    // What makes a request malformed in HTTP/2.
    InvalidPseudoField,
    MissingPseudoField,
    InvalidPath,
    SchemeOrPathInConnect,
    ExtendedConnect,
    MissingAuthority,
    HostDiffers,
    InvalidFieldName,
    InvalidFieldValue,
    ConnectionSpecificField,
    ContentLengthDiffers,

    // Framing.
    ContentInConnect,
    TransferEncodingInHttp10,
    TransferEncodingAndContentLength,
    ChunkedIsNotFinal,
    UnknownTransferCoding,
    InvalidContentLength,
    DifferingContentLengths,
    InvalidChunkSize,
    InvalidChunkExtension,
    ChunkExtensionsTooLarge,
    ChunkSizeTooLarge,
    ChunkWithoutLineEnd,
    BodyTimeout,

    // Authentication and policy.
    CredentialsRequired,
    ClientNotAllowed,
    PortNotAllowed,
    DestinationDenied,
    AddressProhibited,
    LoopDetected,
    TooManyConnections,

    // Reaching the origin.
    NameNotResolved,
    ResolverTimeout,
    ConnectionRefused,
    ConnectionTimeout,
    AddressUnroutable,
    NoMoreSockets,

    // The origin's response.
    OriginClosedWithoutResponse,
    InvalidResponse,
    ResponseHeadTooLarge,
    UnsupportedResponseCoding,
    UnrequestedUpgrade,
    ResponseTimeout,
}
