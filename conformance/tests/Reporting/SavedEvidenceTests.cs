using System.Text.Json.Nodes;
using ConformanceKit.Model;
using ConformanceKit.Reporting.Json;
using ConformanceKit.Tests.Running;
using ConformanceKit.Wire;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Tests.Reporting;

[NonParallelizable]
internal sealed class SavedEvidenceTests
{
    private const int Bytes = 1_000_000;

    [Test]
    public void The_evidence_of_a_saved_report_stays_in_the_file()
    {
        using var folder = new TemporaryFolder();
        var path = Write(folder, events: 20);
        _ = JsonReport.Read(path);

        var before = GC.GetTotalMemory(forceFullCollection: true);
        var report = JsonReport.Read(path);
        var held = GC.GetTotalMemory(forceFullCollection: true) - before;

        held.Should().BeLessThan(Bytes);
        var evidence = report.Proxies[0].Scenarios[0].Evidence;
        evidence.Count.Should().Be(20);
        evidence.Select(happened => happened.Bytes.ToArray().SequenceEqual(Sent)).Should().HaveCount(20)
            .And.NotContain(false);
    }

    [Test]
    public void It_can_be_read_after_the_file_was_deleted()
    {
        using var folder = new TemporaryFolder();
        var path = Write(folder, events: 1);
        var report = JsonReport.Read(path);

        File.Delete(path);

        report.Proxies[0].Scenarios[0].Evidence[0].Length.Should().Be(Bytes);
    }

    [TestCase("")]
    [TestCase("[]")]
    public void A_file_that_was_changed_in_the_meantime_is_a_failure_that_names_it(string text)
    {
        using var folder = new TemporaryFolder();
        var path = Write(folder, events: 1);
        var report = JsonReport.Read(path);

        File.WriteAllText(path, text.PadRight(text.Length * 3_000_000));

        report.Proxies[0].Scenarios[0].Evidence.Invoking(evidence => evidence.ToList()).Should().Throw<HarnessException>()
            .WithMessage($"{path} was changed while its evidence was needed; run the command again.");
    }

    [Test]
    public void What_is_written_piece_by_piece_is_what_is_written_at_once()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "report.json");
        using (var stream = File.Create(path))
            JsonReport.Write(SampleReport.Full(), stream);
        using var again = new MemoryStream();

        JsonReport.Write(JsonReport.Read(path), again);

        File.ReadAllText(path).Should().Be(JsonReport.Write(SampleReport.Full()));
        JsonNode.DeepEquals(JsonNode.Parse(again.ToArray()), JsonNode.Parse(File.ReadAllText(path))).Should().BeTrue();
    }

    private static byte[] Sent { get; } = [.. Enumerable.Range(0, Bytes).Select(at => (byte)(at * at))];

    private static string Write(TemporaryFolder folder, int events)
    {
        var report = SampleReport.Build();
        var proxy = report.Proxies[0];
        var scenario = proxy.Scenarios[0] with
        {
            Evidence =
            [
                .. Enumerable.Range(0, events)
                    .Select(at =>
                        new TranscriptEvent(TimeSpan.FromMilliseconds(at), "client 1", WireEvent.Sent, Bytes, Sent, "")),
            ],
        };
        var path = Path.Combine(folder.Path, "report.json");
        using var stream = File.Create(path);
        JsonReport.Write(report with { Proxies = [proxy with { Scenarios = [scenario] }] }, stream);
        return path;
    }
}
