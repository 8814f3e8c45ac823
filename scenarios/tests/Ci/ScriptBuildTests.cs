using System.Runtime.Versioning;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Scenarios.Tests.Ci;

/// <summary>
/// When the action's script builds the program and installs a browser: in a kit of a few empty files, with a <c>dotnet</c> and an
/// installer that only take notes.
/// </summary>
[UnsupportedOSPlatform("windows")]
internal sealed class ScriptBuildTests
{
    private static readonly DateTime s_before = DateTime.UtcNow.AddHours(-2);
    private static readonly DateTime s_after = DateTime.UtcNow.AddHours(-1);

    private string _kit = "";

    private string Binaries => Path.Combine(_kit, "artifacts", "bin", "Scenarios", "debug");

    [SetUp]
    public void MakeKit()
    {
        _kit = Directory.CreateTempSubdirectory("conformancekit-kit-").FullName;
        foreach (var source in new[] { "reference-proxy/A.cs", "conformance/B.cs", "conformance/tests/T.cs", "scenarios/C.cs" })
            Write(source, "", s_before);
        Write(".github/actions/conformance/run.sh", File.ReadAllText(ScriptRun.Script), s_before);
        WriteProgram("bin/dotnet", $"""
            case "$*" in
              *--dry-run*) echo "dry run" >>{Notes}; [ ! -f {_kit}/wrong ] || exit 2 ;;
              *) echo "$1" >>{Notes} ;;
            esac
            """);
        WriteProgram("artifacts/bin/Scenarios/debug/.playwright/node/linux/node", $"echo \"$2\" >>{Notes}");
    }

    [TearDown]
    public void RemoveKit() => Directory.Delete(_kit, recursive: true);

    [Test]
    public async Task A_program_that_is_missing_is_built() => (await NotesAsync()).Should().Equal("build", Program);

    [TestCase("conformance/B.cs", true)]
    [TestCase("scenarios/catalogue.json", true)]
    [TestCase("Directory.Packages.props", true)]
    [TestCase("conformance/tests/T.cs", false)]
    [TestCase("README.md", false)]
    public async Task A_program_is_built_again_if_a_source_of_it_is_newer(string changed, bool expected)
    {
        Write("artifacts/bin/Scenarios/debug/conformancekit.dll", "", s_before);
        Write("artifacts/bin/Scenarios/debug/Conformance.dll", "", s_before.AddMinutes(1));
        (await NotesAsync()).Should().Equal(Program);

        Write(changed, "", s_after);
        (await NotesAsync()).Should().Equal(expected ? ["build", Program] : [Program]);
    }

    [Test]
    public async Task A_browser_that_is_there_is_used()
    {
        WriteProgram("home/.cache/ms-playwright/chromium-1/chrome-linux/chrome", "exit 0");

        (await NotesAsync(0, "CONFORMANCE_BROWSER=true")).Should().Equal("build", Program);
    }

    [Test]
    public async Task Without_a_browser_one_is_installed_once_the_input_is_known_to_be_right()
    {
        WriteProgram("bin/timeout", "exit 1"); // which the script uses to try a browser

        (await NotesAsync(0, "CONFORMANCE_BROWSER=true")).Should().Equal("build", "dry run", "install", Program);

        Write("wrong", "", s_before);
        (await NotesAsync(2, "CONFORMANCE_BROWSER=true")).Should().Equal("build", "dry run");
    }

    private string Program => Path.Combine(Binaries, "conformancekit.dll");

    private string Notes => Path.Combine(_kit, "notes");

    private async Task<IReadOnlyList<string>> NotesAsync(int exitCode = 0, string browser = "CONFORMANCE_BROWSER=false")
    {
        File.Delete(Notes);
        var run = await Command.RunAsync(_kit, "env", "--unset=CONFORMANCEKIT_CHROMIUM", $"HOME={_kit}/home",
            $"PATH={_kit}/bin:{Environment.GetEnvironmentVariable("PATH")}", "CONFORMANCE_PROXY=embedded", browser,
            "bash", ".github/actions/conformance/run.sh");
        run.ExitCode.Should().Be(exitCode, run.Error);
        return await File.ReadAllLinesAsync(Notes);
    }

    private void WriteProgram(string path, string text)
    {
        Write(path, $"#!/bin/sh\n{text}\n", s_before);
        File.SetUnixFileMode(Path.Combine(_kit, path), UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }

    private void Write(string path, string text, DateTime changed)
    {
        var file = Path.Combine(_kit, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
        File.SetLastWriteTimeUtc(file, changed);
    }
}
