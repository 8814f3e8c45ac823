using ConformanceKit.Model;

namespace ConformanceKit.Wire.Http2;

/// <summary>How a connection, and every stream that was still open on it, ended.</summary>
public enum Http2EndKind
{
    /// <summary>With a FIN.</summary>
    Fin,

    /// <summary>With a RST.</summary>
    Reset,

    /// <summary>The proxy sent what is not HTTP/2, so that nothing after it can be read.</summary>
    Malformed,

    /// <summary>With GOAWAY and an error; the end of the connection itself has not been waited for.</summary>
    GoAway,
}

/// <summary>The end of a connection.</summary>
/// <param name="Kind">How.</param>
/// <param name="Text">The same in words; follows "the proxy".</param>
public sealed record Http2End(Http2EndKind Kind, string Text)
{
    /// <summary>What a failure that is about it points at.</summary>
    public IReadOnlyList<Mark> Marks { get; init; } = [];

    /// <summary>The GOAWAY before it that named an error, or the last other one; null if there was none.</summary>
    public ReceivedFrame? GoAway { get; init; }

    /// <summary>The code of that GOAWAY, one of <see cref="ErrorCodes"/>, or null.</summary>
    public uint? Code => GoAway?.Frame.ErrorCode;
}
