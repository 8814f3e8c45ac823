using ConformanceKit.Model;

namespace ConformanceKit.Wire.Http2;

/// <summary>How the proxy ended a stream.</summary>
public enum StreamEndKind
{
    /// <summary>With END_STREAM, which stands for FIN.</summary>
    EndStream,

    /// <summary>With RST_STREAM.</summary>
    Reset,

    /// <summary>With an error of the whole connection, which GOAWAY names; or one that leaves this stream out.</summary>
    GoAway,

    /// <summary>With the connection, by FIN.</summary>
    ConnectionFin,

    /// <summary>With the connection, by RST.</summary>
    ConnectionReset,

    /// <summary>With what is not HTTP/2.</summary>
    Malformed,
}

/// <summary>What else arrived on a stream, and how it ended.</summary>
/// <param name="Kind">How.</param>
/// <param name="Code">The code of RST_STREAM or GOAWAY, one of <see cref="ErrorCodes"/>, or null.</param>
/// <param name="Text">The same in words; follows "the proxy".</param>
public sealed record StreamEnd(StreamEndKind Kind, uint? Code, string Text)
{
    /// <summary>How many bytes of data came before the end.</summary>
    public long Length { get; init; }

    /// <summary>Those bytes; empty if they were only counted and hashed.</summary>
    public byte[] Bytes { get; init; } = [];

    /// <summary>Their SHA-256 as lower-case hex.</summary>
    public string Sha256 { get; init; } = "";

    /// <summary>The trailer section, or empty.</summary>
    public IReadOnlyList<Http2Field> Trailers { get; init; } = [];

    /// <summary>What a failure that is about the end points at.</summary>
    public IReadOnlyList<Mark> Marks { get; init; } = [];

    /// <summary>Whether it ended with the connection, and so did all other streams.</summary>
    public bool CostsSiblings => Kind is not (StreamEndKind.EndStream or StreamEndKind.Reset);

    /// <summary>Where the bytes were; null if there were none.</summary>
    internal BytesMark? Read { get; init; }

    /// <summary>The end that a frame of the stream means, or null.</summary>
    internal static StreamEnd? Of(ReceivedFrame received, Http2Stream stream)
    {
        var end = received.Frame switch
        {
            { Type: FrameTypes.RstStream, ErrorCode: { } code } => new StreamEnd(
                StreamEndKind.Reset, code, $"reset stream {stream.Id} with {ErrorCodes.NameOf(code)}"),
            { EndsStream: true } =>
                new StreamEnd(StreamEndKind.EndStream, null, $"ended stream {stream.Id} with END_STREAM"),
            _ => null,
        };
        return end is null ? null : end with { Marks = [received.Place] };
    }

    /// <summary>The end that the connection's end, or its GOAWAY, means for a stream.</summary>
    internal static StreamEnd OfConnection(Http2Client client, Http2Stream stream)
    {
        if (client.Abandons(stream.Id) is { } away)
        {
            var code = away.Frame.ErrorCode!.Value;
            return new(StreamEndKind.GoAway, code, $"ended the connection with GOAWAY {ErrorCodes.NameOf(code)}")
            {
                Marks = [away.Place],
            };
        }

        var end = client.End()!;
        var kind = end.Kind switch
        {
            Http2EndKind.Fin => StreamEndKind.ConnectionFin,
            Http2EndKind.Reset => StreamEndKind.ConnectionReset,
            _ => StreamEndKind.Malformed,
        };
        return new(kind, null, end.Text) { Marks = end.Marks };
    }
}
