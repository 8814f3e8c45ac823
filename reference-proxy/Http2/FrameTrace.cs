using ConformanceKit.ReferenceProxy.Hpack;
using ConformanceKit.ReferenceProxy.Http;
using ConformanceKit.ReferenceProxy.Recording;

namespace ConformanceKit.ReferenceProxy.Http2;

/// <summary>
/// Divides what goes over a connection in one direction into frames, for a trace: each with its name, its stream, its flags, and
/// the fields that it completes, without credentials. It only watches, and decodes for itself.
/// </summary>
internal sealed class FrameTrace : IPartReader
{
    private const int LongestBlock = 1 << 20;
    private const int LargeData = 4096;

    private readonly Speech _speech;
    private readonly bool _fromClient;
    private readonly FieldBlock _block = new(LongestBlock, LongestBlock);
    private byte[] _held = [];
    private bool _canDecode = true;

    private FrameTrace(Speech speech, bool fromClient) => (_speech, _fromClient) = (speech, fromClient);

    /// <summary>What watches a new connection: it is HTTP/2 if the client begins with the preface (RFC 9113 §3.4).</summary>
    public static (IPartReader FromClient, IPartReader ToClient) New()
    {
        var speech = new Speech();
        return (new FrameTrace(speech, fromClient: true), new FrameTrace(speech, fromClient: false));
    }

    /// <inheritdoc/>
    public IEnumerable<Part> Add(ReadOnlyMemory<byte> bytes)
    {
        // 1. Is it HTTP/2? Before that is known, nothing but the beginning of the preface is kept back.
        _held = [.. _held, .. bytes.Span];
        var parts = new List<Part>();
        if (_speech.IsHttp2 is null && _fromClient && !IsBegun(parts))
            return parts;

        // 2. If not, everything stays as it is.
        if (_speech.IsHttp2 is not true)
            return Rest();

        // 3. One frame after the other. What is longer than allowed ends the connection.
        while (_held.Length >= FrameHeader.Size)
        {
            var header = FrameHeader.Read(_held);
            if (header.Length > FrameReader.MaxPayload)
                return parts;
            var length = FrameHeader.Size + header.Length;
            if (_held.Length < length)
                return parts;
            parts.Add(Taken(length, PartOf(new Frame(header, _held.AsMemory(FrameHeader.Size, header.Length)))));
        }

        return parts;
    }

    /// <inheritdoc/>
    public IEnumerable<Part> Rest()
    {
        if (_held.Length == 0)
            return [];
        var note = _speech.IsHttp2 is true ? $"incomplete frame of {_held.Length} bytes" : "";
        return [Taken(_held.Length, (note, null))];
    }

    private bool IsBegun(List<Part> parts)
    {
        if (!Preface.CanBe(_held))
        {
            _speech.IsHttp2 = false;
            return true;
        }

        if (_held.Length < Preface.Length)
            return false;
        _speech.IsHttp2 = true;
        parts.Add(Taken(Preface.Length, ("connection preface", null)));
        return true;
    }

    private Part Taken(int length, (string Note, string? Series) what)
    {
        var part = new Part(_held.AsMemory(0, length), what.Note, what.Series);
        _held = _held[length..];
        return part;
    }

    private (string Note, string? Series) PartOf(Frame frame)
    {
        var name = FrameNames.Of(frame.Header);
        var content = FieldsOf(frame) ?? FrameNames.ContentOf(frame);
        return (content.Length > 0 ? $"{name}: {content}" : name, frame.Header.Type switch
        {
            FrameType.WindowUpdate => "WINDOW_UPDATE",
            FrameType.Data when frame.Header.Length >= LargeData && !frame.EndsStream => name,
            _ => null,
        });
    }

    private string? FieldsOf(Frame frame)
    {
        if (!_canDecode || frame.Header.Type is not (FrameType.Headers or FrameType.Continuation))
            return null;
        try
        {
            _block.Check(frame);
            if (!_block.Take(frame, out var fields))
                return null;
            return fields is null ? "too many fields to show" : string.Join("; ", fields.Lines.Select(Shown));
        }
        catch (Exception fault) when (fault is ConnectionErrorException or HpackException)
        {
            // What follows refers to what could not be read.
            _canDecode = false;
            return fault.Message;
        }
    }

    private static string Shown(FieldLine line) =>
        $"{line.Name}: {(SensitiveFields.Includes(line.Name) ? new string('*', line.Value.Length) : line.Value)}";

    /// <summary>What both directions of a connection are; null while that is not known.</summary>
    private sealed class Speech
    {
        public bool? IsHttp2 { get; set; }
    }
}
