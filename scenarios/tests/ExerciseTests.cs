using System.Text.RegularExpressions;
using ConformanceKit.CommandLine;
using ConformanceKit.CommandLine.Options;
using ConformanceKit.Containers;
using ConformanceKit.Running.Cases;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Scenarios.Tests;

/// <summary>The exercises of the pages that teach, and <c>try</c> as the program that a user has.</summary>
internal sealed partial class ExerciseTests
{
    private static IEnumerable<string> Commands =>
        new[] { TeachingPlan.FileName, TeachingPlan.ClientFileName }
        .SelectMany(file => TeachingPlan.Of(typeof(SuiteLifetime).Assembly, file)!.Lessons)
        .SelectMany(lesson => lesson.Exercises).Select(exercise => exercise.Command);

    [TestCaseSource(nameof(Commands))]
    public async Task Its_command_shows_an_exchange(string command) =>
        (await OutputAsync(command)).Should().Contain("|- client 1").And.Contain("[RFC ");

    [Test]
    public async Task A_proxy_that_opens_the_TLS_is_found_out() =>
        (await OutputAsync("try \"CONNECT example.test:443\" mutant:intercepts-tls --tls"))
            .Should().Contain("The certificate is not the origin's own");

    [TestCase("answers-200-while-it-still-dials")]
    [TestCase("dials-three-at-once")]
    [TestCase("shows-its-error-as-the-origins-page")]
    public async Task A_mutant_that_dials_in_its_own_way_reaches_the_origin(string mutant) =>
        (await OutputAsync($"try \"CONNECT example.test:443\" mutant:{mutant}")).Should().Contain("answered with 200");

    [Test]
    public async Task The_program_tries_a_request()
    {
        var program = Path.Combine(AppContext.BaseDirectory, "conformancekit.dll");

        var tried = await Command.RunAsync(
            Directory.GetCurrentDirectory(), Environment.ProcessPath!, program, "try", "CONNECT example.test:443", "--tls");

        tried.ExitCode.Should().Be(0, tried.Error);
        tried.Output.Should().Contain("CONNECT example.test:443 HTTP/1.1").And.Contain("The certificate is the origin's own")
            .And.Contain("answered with 200");
    }

    private static async Task<string> OutputAsync(string command)
    {
        var suite = typeof(SuiteLifetime).Assembly;
        using var output = new StringWriter();
        using var errors = new StringWriter();
        await using var containers = new ContainerSession(new DockerEngine("conformancekit"));
        var context = new CommandContext(suite, output, errors,
            (choice, progress) => ConformanceCommandLine.Open(suite, containers, choice, progress));

        var exitCode = await ConformanceCommandLine.RunAsync(
            context, [.. Word().Matches(command).Select(word => word.Value.Trim('"'))], CancellationToken.None);

        exitCode.Should().Be(0, "{0}{1}", output, errors);
        return output.ToString();
    }

    [GeneratedRegex("\"[^\"]*\"|[^ ]+")]
    private static partial Regex Word();
}
