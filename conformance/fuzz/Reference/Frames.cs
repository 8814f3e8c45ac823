using ConformanceKit.ReferenceProxy.Connections;
using ConformanceKit.ReferenceProxy.Hpack;
using ConformanceKit.ReferenceProxy.Http;
using ConformanceKit.ReferenceProxy.Http2;
using Frame = ConformanceKit.ReferenceProxy.Http2.Frame;

namespace ConformanceKit.Fuzz.Reference;

/// <summary>Frames of HTTP/2 (RFC 9113 §4.1), and the requests in them.</summary>
internal static class Frames
{
    private const int Limit = 64 * 1024;

    /// <summary>
    /// A sequence of frames: the kit reads the same ones, and what becomes a request is forwarded as one request of HTTP/1.
    /// </summary>
    public static void Requests(byte[] bytes)
    {
        var all = Pieces.SameInAll(size => Read(bytes, size, Describe));
        var seen = new List<string>();
        for (ReadOnlySpan<byte> left = bytes; Wire.Http2.Frame.Read(left) is { } frame;)
        {
            if (frame.Payload.Length > FrameReader.MaxPayload)
                break;
            seen.Add($"{frame.Type} {frame.Flags} {frame.StreamId} {Convert.ToHexString(frame.Payload.Span)}");
            var length = Wire.Http2.Frame.HeaderLength + frame.Payload.Length;
            FindingException.UnlessSame(
                Convert.ToHexString(left[..length][..5]), Convert.ToHexString(frame.ToBytes()[..5]), "the kit writes");
            left = left[length..];
        }

        FindingException.UnlessSame(all, string.Join('\n', seen), "the kit reads");
        var block = new FieldBlock(Limit, Limit);
        var settings = new Settings();
        Read(bytes, Pieces.Whole, frame => Take(frame, block, settings));
    }

    private static string Read(byte[] bytes, int size, Func<Frame, string?> take)
    {
        using var source = new ByteReader(new MemorySource(bytes, size));
        var reader = new FrameReader(source);
        var results = new List<string>();
        try
        {
            do
            {
                while (reader.TryRead(out var frame))
                {
                    if (take(frame) is not { } result)
                        return string.Join('\n', results);
                    results.Add(result);
                }
            }
            while (source.FillAsync(default).AsTask().GetAwaiter().GetResult());
        }
        catch (ConnectionErrorException)
        {
            // A frame is too large, or not allowed; the connection ends.
        }

        return string.Join('\n', results);
    }

    private static string Describe(Frame frame) =>
        $"{(byte)frame.Header.Type} {(byte)frame.Header.Flags} {frame.Stream} {Convert.ToHexString(frame.Payload.Span)}";

    private static string? Take(Frame frame, FieldBlock block, Settings settings)
    {
        try
        {
            block.Check(frame);
            switch (frame.Header.Type)
            {
                case FrameType.Headers or FrameType.Continuation:
                    if (block.Take(frame, out var fields) && fields is not null)
                        TakeRequest(fields, block.EndsStream);
                    break;
                case FrameType.Data:
                    frame.Content();
                    break;
                case FrameType.Settings:
                    settings.Apply(frame.Payload.Span);
                    Settings.InWords(frame.Payload.Span);
                    break;
            }

            return "";
        }
        catch (HpackException)
        {
            return null;
        }
    }

    private static void TakeRequest(FieldSection section, bool ends)
    {
        var fields = RequestFields.Parse(section, ends);
        if (fields.Rejected is not null)
            return;
        var request = RequestFromFields.Compose(fields.Value, ends);
        if (request.Rejected is null)
            Forwarding.Check(request.Value);
    }
}
