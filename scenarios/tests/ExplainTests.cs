using ConformanceKit.CommandLine;
using ConformanceKit.CommandLine.Options;
using ConformanceKit.Containers;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Scenarios.Tests;

/// <summary>What <c>explain</c> prints about a case that a proxy breaks.</summary>
internal sealed class ExplainTests
{
    private const string Case = "connect/no-content-length-2xx";
    private const string Mutant = "mutant:adds-content-length-to-2xx";
    private const string Beside = "the reference, same case";

    [Test]
    public async Task What_breaks_the_requirement_is_marked_and_the_reference_is_beside_it()
    {
        var lines = (await RunAsync(1, "explain", Case, Mutant)).Split('\n').ToList();

        // 1. The step has a sign in the margin, and its bytes have one under them.
        var bytes = lines.FindIndex(line => line.Trim() == @"Content-Length: 0\r\n");
        lines[bytes + 1].Trim().Should().Be("^^^^^^^^^^^^^^^^^");
        lines.FindLastIndex(bytes, line => line.StartsWith('✗')).Should().BeInRange(bytes - 5, bytes);
        lines.Count(line => line.StartsWith('✗')).Should().Be(1);

        // 2. The reference sends no such line.
        var beside = lines.IndexOf(Beside);
        beside.Should().BeGreaterThan(bytes);
        lines.Skip(beside).Should().Contain(line => line.Contains("HTTP/1.1 200 ")).And.NotContain(line =>
            line.Contains("Content-Length: 0", StringComparison.Ordinal));
    }

    [Test]
    public async Task The_reference_can_be_left_out_and_is_not_compared_with_itself()
    {
        (await RunAsync(1, "explain", Case, Mutant, "--no-reference")).Should().NotContain(Beside);
        (await RunAsync(0, "explain", Case)).Should().NotContain(Beside);
    }

    private static async Task<string> RunAsync(int exitCode, params string[] args)
    {
        var suite = typeof(SuiteLifetime).Assembly;
        await using var containers = new ContainerSession(new DockerEngine("conformancekit"));
        using var output = new StringWriter();
        var context = new CommandContext(suite, output, TextWriter.Null,
            (choice, progress) => ConformanceCommandLine.Open(suite, containers, choice, progress));
        (await ConformanceCommandLine.RunAsync(context, args, CancellationToken.None)).Should().Be(exitCode, output.ToString());
        return output.ToString();
    }
}
