using System.Text.Json;
using ConformanceKit.Evidence;
using ConformanceKit.Reporting.Json;
using ConformanceKit.Wire;

namespace ConformanceKit.Fuzz.Tests.Properties;

/// <summary>Evidence is read from a report as it was written into it.</summary>
internal sealed class EvidenceTests
{
    private static readonly Gen<TranscriptEvent> s_event = Gen.Select(
        Gen.Int[0, 100_000], Inputs.Token, Gen.Enum<WireEvent>(), Gen.OneOf(Inputs.Content, Inputs.Value.Select(Ascii)),
        Inputs.Latin1,
        (at, connection, kind, bytes, note) =>
            new TranscriptEvent(TimeSpan.FromMilliseconds(at), connection, kind, bytes.Length, bytes, note));

    [Test]
    public void An_event_is_what_was_written() => s_event.Holds(happened =>
    {
        var json = JsonReport.Write(EvidenceReport.Of(happened));
        var read = JsonSerializer.Deserialize<EvidenceReport>(json, JsonSerializerOptions.Web)!.ToEvent();

        (read.At, read.Connection, read.Kind, read.Length, read.Note)
            .Should().Be((happened.At, happened.Connection, happened.Kind, happened.Length, happened.Note));
        read.Bytes.ToArray().Should().Equal(happened.Bytes.ToArray());
    });

    private static byte[] Ascii(string text) => [.. text.Select(c => (byte)(c & 0x7f))];
}
