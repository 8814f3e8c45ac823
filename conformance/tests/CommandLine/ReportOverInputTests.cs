using ConformanceKit.Reporting.Json;
using ConformanceKit.Tests.Reporting;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Tests.CommandLine;

/// <summary>A report may replace one of the files that it is made from, although their evidence is read late.</summary>
[NonParallelizable]
internal sealed class ReportOverInputTests : CommandLineTest
{
    [TestCase("one.json")]
    [TestCase("link.json")]
    public async Task Joined_reports_may_replace_one_of_them(string output)
    {
        var (one, two) = (Path.Combine(Folder, "one.json"), Path.Combine(Folder, "two.json"));
        File.WriteAllText(one, JsonReport.Write(SampleReport.Full()));
        File.WriteAllText(two, SampleReport.With("proxies/0/name", "\"other\""));
        File.CreateSymbolicLink(Path.Combine(Folder, "link.json"), one);

        var exitCode = await RunAsync($"report {one} {two} --json {Path.Combine(Folder, output)}");

        exitCode.Should().Be(3, "the sample has a harness error: {0}", Errors);
        var joined = JsonReport.Read(one);
        joined.Proxies.Select(proxy => proxy.Name).Should().Equal("squid", "other");
        joined.Proxies.SelectMany(proxy => proxy.Scenarios).Select(scenario => scenario.Evidence.ToList().Count)
            .Should().OnlyContain(count => count == SampleReport.Full().Proxies[0].Scenarios[0].Evidence.Count);
    }
}
