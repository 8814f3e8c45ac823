using System.Text.Json;
using System.Text.Json.Serialization;
using ConformanceKit.Wire;

namespace ConformanceKit.Evidence;

/// <summary>
/// Writes the events of a transcript into a report's JSON. Reading checks every event but keeps only the place of the events in
/// the JSON: a report has megabytes of evidence, and whoever shows a case needs that of this case alone.
/// </summary>
internal sealed class EvidenceConverter : JsonConverter<IReadOnlyList<TranscriptEvent>>
{
    /// <inheritdoc/>
    public override IReadOnlyList<TranscriptEvent> Read(
        ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var start = reader.TokenStartIndex;
        var count = EvidenceReader.ReadAll(ref reader, options, keep: null);
        return new SavedEvidence(options, start, (int)(reader.BytesConsumed - start), count);
    }

    /// <inheritdoc/>
    public override void Write(
        Utf8JsonWriter writer, IReadOnlyList<TranscriptEvent> value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        foreach (var happened in value)
            JsonSerializer.Serialize(writer, EvidenceReport.Of(happened), options);
        writer.WriteEndArray();
    }
}
