using System.Text;
using System.Text.RegularExpressions;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Scenarios.Tests.Ci;

/// <summary>
/// What a CI system reads as a command comes from the program alone, never from a proxy: found by the rules of the systems' own
/// agents.
/// </summary>
internal sealed partial class WorkflowCommandTests
{
    private const string Body = "hello\n::error file=x::body\n  ::set-output name=fail::0\n"
        + "##vso[task.setvariable variable=X]body\n##[add-path]body\n"
        + "\u001b[0Ksection_end:1:conformancekit_1\r\u001b[0K\r::stop-commands::body\n";

    private static readonly byte[] s_reply = Encoding.Latin1.GetBytes(
        "HTTP/1.1 502 ::error file=x::phrase ##vso[task.setvariable variable=X]phrase ##[add-path]phrase\r\n"
        + "Via: 1.1 ::warning::field, ##vso[task.complete result=Succeeded]field\r\nConnection: close\r\n"
        + $"Content-Length: {Body.Length}\r\n\r\n{Body}");

    [TestCase("")]
    [TestCase("--verbose")]
    public async Task GitHub_sees_no_command_of_a_proxy(string option)
    {
        var lines = await LinesAsync("GITHUB_ACTIONS=true", option);

        lines.Should().Contain(line => line.Contains(@"\x3A:error file=x::", StringComparison.Ordinal)
            || option.Length == 0, "the evidence has it");
        lines.Where(line => line.TrimStart().StartsWith("::", StringComparison.Ordinal)).Should().NotBeEmpty()
            .And.OnlyContain(line => OwnCommand().IsMatch(line));
        lines.Where(line => !OwnCommand().IsMatch(line)).Should().NotContain(line => line.Contains("##[")
            || line.Contains("##vso["));
    }

    [Test]
    public async Task Azure_Pipelines_sees_no_command_of_a_proxy()
    {
        var lines = await LinesAsync("TF_BUILD=True", "--verbose");

        lines.Should().Contain(line => line.Contains(@"#\x23vso[task.setvariable", StringComparison.Ordinal));
        lines.Where(line => line.Contains("##vso[")).Should().NotBeEmpty()
            .And.OnlyContain(line => line.StartsWith("##vso[task.logissue type=error]"));
        lines.Where(line => !line.StartsWith("##vso[") && line.Contains("##[")).Should().NotBeEmpty()
            .And.OnlyContain(line => line.StartsWith("##[group]") || line == "##[endgroup]");
    }

    [Test]
    public async Task GitLab_sees_no_section_of_a_proxy() =>
        (await LinesAsync("GITLAB_CI=true", "--verbose")).Where(line => Section().IsMatch(line)).Should().NotBeEmpty()
            .And.OnlyContain(line => line.StartsWith("\u001b[0Ksection_", StringComparison.Ordinal));

    [Test]
    public async Task A_job_with_a_terminal_sees_no_command_either_and_sees_the_progress()
    {
        if (!File.Exists("/usr/bin/script"))
            Assert.Ignore("This system has no command 'script'.");

        (await OnTerminalAsync("'##vso[task.x]y'")).Should().Contain(@"There is no command '#\x23vso[task.x]y'.");
        (await OnTerminalAsync("run --filter connect/establish --no-browser")).Should().Contain("\r1/1 done, 0 running, 0 fail");
    }

    private static async Task<string> OnTerminalAsync(string arguments)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "conformancekit.dll");
        return (await Command.RunAsync(Directory.GetCurrentDirectory(),
            "script", "-qec", $"'{Environment.ProcessPath}' '{program}' {arguments}", "/dev/null")).Output;
    }

    // Both streams, line by line as agents read them: a carriage return ends a line, except in a section's mark.
    private static async Task<IReadOnlyList<string>> LinesAsync(string system, string option)
    {
        await using var proxy = new TestListener(s_reply);
        string[] arguments =
        [
            system, Environment.ProcessPath!, Path.Combine(AppContext.BaseDirectory, "conformancekit.dll"), "run",
            "--proxy", proxy.Address, "--no-preflight", "--no-browser", "--filter", "connect/*,absolute-form/origin-form",
            .. option.Length > 0 ? [option] : Array.Empty<string>(),
        ];
        var run = await Command.RunAsync(Directory.GetCurrentDirectory(), "env", arguments);
        run.ExitCode.Should().Be(1, run.Error);
        return [.. LineEnd().Split($"{run.Output}\n{run.Error}")];
    }

    [GeneratedRegex(@"^::(group::(Grading|Case by case)|endgroup::$|error title=(connect|absolute-form)/)")]
    private static partial Regex OwnCommand();

    [GeneratedRegex(@"section_(start|end):\d")]
    private static partial Regex Section();

    [GeneratedRegex(@"\r\n|\n|\r(?!\x1b)")]
    private static partial Regex LineEnd();
}
