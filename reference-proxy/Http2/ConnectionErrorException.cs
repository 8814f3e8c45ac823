namespace ConformanceKit.ReferenceProxy.Http2;

/// <summary>
/// Frames that make the whole connection unusable: it ends, and GOAWAY says why (RFC 9113 §5.4.1). An error that concerns a single
/// stream is told with RST_STREAM, and is no exception (§5.4.2).
/// </summary>
internal sealed class ConnectionErrorException(ErrorCode code, string message) : Exception(message)
{
    /// <summary>The kind of error.</summary>
    public ErrorCode Code => code;
}
