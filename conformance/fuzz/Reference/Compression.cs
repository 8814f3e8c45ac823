using System.Buffers;
using System.Globalization;
using ConformanceKit.ReferenceProxy.Hpack;
using ConformanceKit.ReferenceProxy.Http;
using ConformanceKit.Wire.Http2;

namespace ConformanceKit.Fuzz.Reference;

/// <summary>HPACK (RFC 7541), for which the reference and the kit have a decoder each.</summary>
internal static class Compression
{
    /// <summary>
    /// Field blocks of one connection, each after a byte with its length: both decode the same fields, keep a table of the same
    /// size, and refuse the same blocks.
    /// </summary>
    public static void Blocks(byte[] bytes)
    {
        var reference = new FieldBlockDecoder(int.MaxValue);
        var kit = new HpackDecoder();
        for (var at = 0; at < bytes.Length;)
        {
            var length = Math.Min(bytes[at], bytes.Length - at - 1);
            var block = bytes.AsSpan(at + 1, length);
            at += 1 + length;

            var fields = ByReference(reference, block);
            var expected = Describe(fields?.Lines.Select(line => (line.Name, line.Value)), reference.TableSize);
            var actual = Describe(ByKit(kit, block)?.Select(line => (line.Name, line.Value)), kit.Size);
            FindingException.UnlessSame(expected, actual, "the kit decodes");
            if (fields is null)
                return;
            CheckWritten(fields.Lines);
        }
    }

    // The reference writes names in lower case.
    private static void CheckWritten(List<FieldLine> lines)
    {
        var expected = Describe(lines.Select(line => (line.Name.ToLowerInvariant(), line.Value)), 0);
        var written = new ArrayBufferWriter<byte>();
        foreach (var line in lines)
            FieldBlockEncoder.Field(written, line);
        var again = new FieldBlockDecoder(int.MaxValue).Decode(written.WrittenSpan)!;
        FindingException.UnlessSame(
            expected, Describe(again.Lines.Select(line => (line.Name, line.Value)), 0), "written by the reference");

        expected = Describe(lines.Select(line => (line.Name, line.Value)), 0);
        byte[] coded = [.. lines.SelectMany(line => Hpack.Literal(line.Name, line.Value, huffman: true))];
        again = new FieldBlockDecoder(int.MaxValue).Decode(coded)!;
        FindingException.UnlessSame(
            expected, Describe(again.Lines.Select(line => (line.Name, line.Value)), 0), "written by the kit");
    }

    private static FieldSection? ByReference(FieldBlockDecoder decoder, ReadOnlySpan<byte> block)
    {
        try
        {
            return decoder.Decode(block);
        }
        catch (HpackException)
        {
            return null;
        }
    }

    private static IReadOnlyList<Http2Field>? ByKit(HpackDecoder decoder, ReadOnlySpan<byte> block)
    {
        try
        {
            return decoder.Decode(block);
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private static string Describe(IEnumerable<(string Name, string Value)>? fields, int size) => fields is null
        ? "not decodable"
        : string.Create(CultureInfo.InvariantCulture, $"{size}: ")
            + string.Join('\n', fields.Select(field => $"{field.Name}: {field.Value}"));
}
