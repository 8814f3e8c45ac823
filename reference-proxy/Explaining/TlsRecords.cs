using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace ConformanceKit.ReferenceProxy.Explaining;

/// <summary>
/// Recognises the TLS records of one direction by their five-byte headers (RFC 8446 §5.1), and reads the message with which the
/// direction begins: it is in clear.
/// </summary>
internal sealed class TlsRecords
{
    private const int HeaderSize = 5;

    // The beginning of the direction until its first message has been read; null after that, or if some of it was not kept.
    private List<byte>? _beginning = [];

    // Where the next record begins, counted from the next byte to come; null if that is unknown.
    private long? _next = 0;
    private bool _encrypted;

    /// <summary>Whether bytes begin like a TLS record.</summary>
    public static bool Begin(ReadOnlySpan<byte> bytes) => bytes is [>= 0x14 and <= 0x17, 0x03, <= 0x04, _, _, ..];

    /// <summary>Names the records that begin in these bytes; if none does, says that a record continues.</summary>
    /// <param name="bytes">The bytes that were kept.</param>
    /// <param name="length">How many were sent.</param>
    public Remark Read(ReadOnlySpan<byte> bytes, long length)
    {
        // 1. The records, by their headers.
        var found = new List<Remark>();
        while (_next is { } at && at < bytes.Length)
        {
            var record = bytes[(int)at..];
            if (!Begin(record))
            {
                _next = null;
                break;
            }

            Add(found, Name(record));
            _next = at + HeaderSize + BinaryPrimitives.ReadUInt16BigEndian(record[3..]);
        }

        // 2. If the record ends among bytes that were not kept, it is unknown where the next one begins.
        _next = _next >= length ? _next - length : null;

        // 3. What the first message says, once it is complete.
        if (Hello(bytes, length) is { } hello)
        {
            var begun = found.FindIndex(record => record == HelloWords.Client || record == HelloWords.Server);
            if (begun >= 0)
                found[begun] = hello;
            else
                found.Insert(0, hello with { Text = $"the rest of the {hello.Text}" });
        }

        return found.Count == 0 ? new("more of a TLS record", "RFC 8446 §5.1", "TLS") : Together(found);
    }

    private Remark? Hello(ReadOnlySpan<byte> bytes, long length)
    {
        if (_beginning is null)
            return null;
        _beginning.AddRange(bytes);
        var hello = HelloWords.Of(CollectionsMarshal.AsSpan(_beginning));
        if (hello is not null || length > bytes.Length || _beginning.Count > TlsHandshake.Most)
            _beginning = null;
        return hello;
    }

    private Remark Name(ReadOnlySpan<byte> record)
    {
        var handshake = !_encrypted && record.Length > HeaderSize ? record[HeaderSize] : (byte)0;
        switch (record[0])
        {
            case 0x14:
                _encrypted = true;
                return new("ChangeCipherSpec", "RFC 8446 §5", "ChangeCipherSpec");
            case 0x15:
                return new("alert", "RFC 8446 §6", "alert");
            case 0x17:
                return new("encrypted application data", "RFC 8446 §5.2", "encrypted");
            default:
                return handshake switch
                {
                    1 => HelloWords.Client,
                    2 => HelloWords.Server,
                    _ => new("handshake", "RFC 8446 §4", "handshake"),
                };
        }
    }

    private static void Add(List<Remark> found, Remark record)
    {
        if (!found.Contains(record))
            found.Add(record);
    }

    private static Remark Together(List<Remark> found)
    {
        var names = string.Join(", ", found.Select(record => record.Text));
        var labels = string.Join(", ", found.Select(record => record.Label));
        return new($"TLS {names}", Remark.Clauses(found.Select(record => record.Clause)), $"TLS {labels}");
    }
}
