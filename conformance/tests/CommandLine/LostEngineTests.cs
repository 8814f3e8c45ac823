using System.Text.Json;
using System.Xml.Linq;
using ConformanceKit.CommandLine;
using ConformanceKit.Containers;
using ConformanceKit.SamplePack;
using ConformanceKit.Tests.Containers;
using ConformanceKit.Tests.Running;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Tests.CommandLine;

/// <summary>The whole program where the container engine stops answering in mid-run. It writes to the console.</summary>
[NonParallelizable, Platform("Linux")]
internal sealed class LostEngineTests
{
    [Test]
    public async Task What_was_graded_is_reported_and_what_is_left_said_in_one_line()
    {
        await using var fake = await OneContainerEngine.StartAsync(removes: false);
        using var folder = new TemporaryFolder();
        string FileOf(string name) => Path.Combine(folder.Path, name);

        var (exitCode, output, errors) = await RunAsync(fake.Engine,
            $"run --image acme:1 --port {fake.Port} --name acme --filter endings/pass,endings/should --json {FileOf("json")} "
            + $"--junit {FileOf("junit")} --markdown {FileOf("markdown")} --html {FileOf("site")}");

        exitCode.Should().Be(3, errors);
        output.Should().Contain("acme: conformant: every MUST holds; 1 SHOULD not followed (2 cases graded, 0 not applicable)");
        JsonSerializer.Deserialize<JsonElement>(File.ReadAllText(FileOf("json"))).GetProperty("proxies")[0]
            .GetProperty("scenarios").EnumerateArray().Select(scenario => scenario.GetProperty("verdict").GetString()).Should()
            .Equal("pass", "warning");
        XDocument.Load(FileOf("junit")).Descendants("testcase").Should().HaveCount(2);
        File.ReadAllText(FileOf("markdown")).Should().Contain("2 cases graded");
        File.Exists(Path.Combine(FileOf("site"), "index.html")).Should().BeTrue();
        var lines = errors.Split('\n').Where(line => line.StartsWith("ConformanceKit.SamplePack: ", StringComparison.Ordinal));
        lines.Should().ContainSingle().Which.Should().MatchRegex(
            @"The container engine at unix://\S+ stopped answering \(.+\)\. The containers and the network of this run, "
            + @"conformancekit-[0-9a-f]{10}\*, may be left: when the engine is back, remove them with: kit clean$");
    }

    private static async Task<(int ExitCode, string Output, string Errors)> RunAsync(DockerEngine engine, string commandLine)
    {
        var (standardOutput, standardError) = (Console.Out, Console.Error);
        using var output = new StringWriter();
        using var errors = new StringWriter();
        Console.SetOut(output);
        Console.SetError(errors);
        try
        {
            var exitCode = await ConformanceCommandLine.RunAsync(typeof(Endings).Assembly, commandLine.Split(' '), engine);
            return (exitCode, output.ToString(), errors.ToString());
        }
        finally
        {
            Console.SetOut(standardOutput);
            Console.SetError(standardError);
        }
    }
}
