using System.Runtime.Versioning;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Scenarios.Tests.Ci;

/// <summary>
/// When the action's script builds the program: in a kit of a few empty files, with a <c>dotnet</c> that only takes notes.
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
        Write("bin/dotnet", "#!/bin/sh\necho \"$1\" >>\"$(dirname \"$0\")/notes\"\n", s_before);
        File.SetUnixFileMode(Path.Combine(_kit, "bin", "dotnet"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
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

    private string Program => Path.Combine(Binaries, "conformancekit.dll");

    private async Task<IReadOnlyList<string>> NotesAsync()
    {
        var notes = Path.Combine(_kit, "bin", "notes");
        File.Delete(notes);
        var run = await Command.RunAsync(_kit, "env", $"PATH={_kit}/bin:{Environment.GetEnvironmentVariable("PATH")}",
            "CONFORMANCE_PROXY=embedded", "CONFORMANCE_BROWSER=false", "bash", ".github/actions/conformance/run.sh");
        run.ExitCode.Should().Be(0, run.Error);
        return await File.ReadAllLinesAsync(notes);
    }

    private void Write(string path, string text, DateTime changed)
    {
        var file = Path.Combine(_kit, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
        File.SetLastWriteTimeUtc(file, changed);
    }
}
