using System.Collections.Frozen;
using System.Text;
using System.Text.Json;
using ConformanceKit.Wire;

namespace ConformanceKit.Evidence;

/// <summary>
/// One event on one connection, as a report's JSON stores it. Everywhere else it is a <see cref="TranscriptEvent"/>.
/// </summary>
/// <param name="AtMs">Milliseconds since the scenario began.</param>
/// <param name="Connection">Which connection, such as <c>client 1</c> or <c>origin 1</c>.</param>
/// <param name="Event"><c>opened</c>, <c>sent</c>, <c>received</c>, <c>fin-sent</c>, <c>fin-received</c>, <c>reset-sent</c>,
/// <c>reset-received</c> or <c>note</c>; sent and received as seen by the harness, at both ends of the proxy.</param>
/// <param name="Length">How many bytes.</param>
/// <param name="Text">The bytes, verbatim if they are plain text and otherwise escaped; or the remark.</param>
/// <param name="Base64">The bytes if they are not plain text, or null.</param>
/// <param name="Note">A remark on the bytes, or null.</param>
internal sealed record EvidenceReport(double AtMs, string Connection, string Event, long Length, string Text,
    string? Base64 = null, string? Note = null)
{
    private static readonly FrozenDictionary<string, WireEvent> s_kinds =
        Enum.GetValues<WireEvent>().ToFrozenDictionary(NameOf);

    private static readonly IReadOnlyList<(byte[] Name, WireEvent Kind)> s_names =
        [.. s_kinds.Select(known => (Encoding.UTF8.GetBytes(known.Key), known.Value))];

    /// <summary>Converts an event of a transcript to the form that a report stores.</summary>
    public static EvidenceReport Of(TranscriptEvent happened)
    {
        var bytes = happened.Bytes.Span;
        var plain = ByteLines.IsPlain(bytes);
        return new(
            Math.Round(happened.At.TotalMilliseconds, 3),
            happened.Connection,
            NameOf(happened.Kind),
            happened.Length,
            happened.Length == 0 ? happened.Note : plain ? Encoding.ASCII.GetString(bytes) : ByteText.Escape(bytes, int.MaxValue),
            plain ? null : Convert.ToBase64String(bytes),
            happened.Length > 0 && happened.Note.Length > 0 ? happened.Note : null);
    }

    /// <summary>Converts it back to an event of a transcript.</summary>
    /// <exception cref="JsonException">The name of the event is unknown, or its bytes are not base64.</exception>
    public TranscriptEvent ToEvent()
    {
        if (!s_kinds.TryGetValue(Event, out var kind))
            throw new JsonException($"'{Event}' is not an event; the events are {string.Join(", ", s_kinds.Keys.Order())}");
        if (Base64 is not null && !System.Buffers.Text.Base64.IsValid(Base64))
            throw new JsonException("the bytes of an event are not base64");
        if (TimeAt(AtMs) is not { } at)
            throw new JsonException($"an event is at {AtMs} ms, which is no time");
        byte[] bytes = Length == 0 ? [] : Base64 is null ? Encoding.ASCII.GetBytes(Text) : Convert.FromBase64String(Base64);
        return new(at, Connection, kind, Length, bytes, Length == 0 ? Text : Note ?? "");
    }

    /// <summary>The time of an event, or null if there is no such time.</summary>
    public static TimeSpan? TimeAt(double milliseconds) =>
        Math.Abs(milliseconds) < TimeSpan.MaxValue.TotalMilliseconds ? TimeSpan.FromMilliseconds(milliseconds) : null;

    /// <summary>The kind that the string names on which the reader is, or null.</summary>
    public static WireEvent? KindAt(ref Utf8JsonReader reader)
    {
        foreach (var (name, kind) in s_names)
        {
            if (reader.ValueTextEquals(name))
                return kind;
        }
        return null;
    }

    private static string NameOf(WireEvent kind) => JsonNamingPolicy.KebabCaseLower.ConvertName(kind.ToString());
}
