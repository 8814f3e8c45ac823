using System.Text.Json;
using System.Text.Json.Serialization;
using ConformanceKit.Wire;

namespace ConformanceKit.Evidence;

/// <summary>Writes the events of a transcript into a report's JSON and reads them back.</summary>
internal sealed class EvidenceConverter : JsonConverter<TranscriptEvent>
{
    /// <inheritdoc/>
    public override TranscriptEvent? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        JsonSerializer.Deserialize<EvidenceReport>(ref reader, options)?.ToEvent();

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, TranscriptEvent value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, EvidenceReport.Of(value), options);
}
