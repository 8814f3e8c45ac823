using System.Collections;
using System.Text.Json;
using ConformanceKit.Wire;

namespace ConformanceKit.Evidence;

/// <summary>
/// The evidence of a case in a saved report. It stays in the file: every enumeration reads it from there, and nothing is kept.
/// </summary>
/// <param name="notation">The options with which the report is read.</param>
/// <param name="start">Where its JSON begins.</param>
/// <param name="length">How many bytes its JSON has.</param>
/// <param name="count">How many events there are.</param>
/// <param name="file">The file.</param>
internal sealed class SavedEvidence(JsonSerializerOptions notation, long start, int length, int count, SavedFile? file = null)
    : IReadOnlyList<TranscriptEvent>
{
    /// <inheritdoc/>
    public int Count => count;

    /// <inheritdoc/>
    public TranscriptEvent this[int index] => Load()[index];

    /// <summary>The same evidence, in the file that the JSON came from.</summary>
    public SavedEvidence In(SavedFile from) => new(notation, start, length, count, from);

    /// <inheritdoc/>
    public IEnumerator<TranscriptEvent> GetEnumerator() => Load().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private List<TranscriptEvent> Load()
    {
        var events = new List<TranscriptEvent>(count);
        if (count == 0)
            return events;
        var from = file ?? throw new InvalidOperationException("The evidence belongs to no file yet.");
        try
        {
            var reader = new Utf8JsonReader(from.Read(start, length));
            reader.Read();
            EvidenceReader.ReadAll(ref reader, notation, events);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            throw from.Changed(fault);
        }
        return events.Count == count ? events : throw from.Changed(null);
    }
}
