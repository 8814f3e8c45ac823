using System.Text;
using System.Text.Json;
using ConformanceKit.Wire;

namespace ConformanceKit.Evidence;

/// <summary>
/// Reads the events of a case from a report's JSON. Evidence is nearly all of a report, so what this program itself wrote is
/// read without going through strings; anything else is left to the serializer, which also knows how to say what is wrong.
/// </summary>
internal static class EvidenceReader
{
    /// <summary>Reads the array on which the reader is, to its end.</summary>
    /// <param name="reader">The reader.</param>
    /// <param name="options">The options of the report.</param>
    /// <param name="keep">Where the events go; null only checks them.</param>
    /// <returns>How many events there are.</returns>
    /// <exception cref="JsonException">It is not evidence.</exception>
    public static int ReadAll(ref Utf8JsonReader reader, JsonSerializerOptions options, ICollection<TranscriptEvent>? keep)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
            throw new JsonException("the evidence is not a list");
        var count = 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            count++;
            try
            {
                var happened = Read(ref reader, options);
                keep?.Add(happened);
            }
            catch (JsonException fault) when (fault.Path is null)
            {
                throw new JsonException($"{fault.Message} (event {count})", fault);
            }
        }
        return count;
    }

    private static TranscriptEvent Read(ref Utf8JsonReader reader, JsonSerializerOptions options)
    {
        var again = reader;
        if (AsWritten(ref reader) is { } happened)
            return happened;
        reader = again;
        return JsonSerializer.Deserialize<EvidenceReport>(ref reader, options)?.ToEvent()
            ?? throw new JsonException("an event is missing");
    }

    private static TranscriptEvent? AsWritten(ref Utf8JsonReader reader)
    {
        (TimeSpan? at, string? connection, WireEvent? kind, long? length, string note) = (null, null, null, null, "");
        Utf8JsonReader text = default;
        byte[]? bytes = null;
        if (reader.TokenType != JsonTokenType.StartObject)
            return null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader;
            if (!reader.Read())
                return null;
            switch (reader.TokenType)
            {
                case JsonTokenType.Number when name.ValueTextEquals("atMs"u8):
                    at = EvidenceReport.TimeAt(reader.GetDouble());
                    break;
                case JsonTokenType.Number when name.ValueTextEquals("length"u8) && reader.TryGetInt64(out var whole):
                    length = whole;
                    break;
                case JsonTokenType.String when name.ValueTextEquals("connection"u8): connection = reader.GetString(); break;
                case JsonTokenType.String when name.ValueTextEquals("event"u8): kind = EvidenceReport.KindAt(ref reader); break;
                case JsonTokenType.String when name.ValueTextEquals("text"u8): text = reader; break;
                case JsonTokenType.String when name.ValueTextEquals("note"u8): note = reader.GetString()!; break;
                case JsonTokenType.String when name.ValueTextEquals("base64"u8) && reader.TryGetBytesFromBase64(out bytes): break;
                default: return null;
            }
        }
        if (at is null || connection is null || kind is null || length is null || text.TokenType != JsonTokenType.String)
            return null;
        return length == 0
            ? new(at.Value, connection, kind.Value, 0, Array.Empty<byte>(), text.GetString()!)
            : new(at.Value, connection, kind.Value, length.Value, bytes ?? Plain(ref text), note);
    }

    private static byte[] Plain(ref Utf8JsonReader text)
    {
        var bytes = new byte[text.ValueSpan.Length];
        var length = text.CopyString(bytes);
        return Ascii.IsValid(bytes.AsSpan(0, length)) ? bytes[..length] : Encoding.ASCII.GetBytes(text.GetString()!);
    }
}
