using System.Diagnostics;
using ConformanceKit.Model;

namespace ConformanceKit.Scenarios.Tests.Ci;

/// <summary>Runs the action's script as a CI system does, in its own folder, which is deleted afterwards.</summary>
internal sealed class ScriptRun : IDisposable
{
    /// <summary>The script.</summary>
    public static string Script { get; } = Path.Combine(RepositoryRoot.Find()!, ".github", "actions", "conformance", "run.sh");

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("conformancekit-ci-");

    private ScriptRun()
    {
    }

    /// <summary>Its exit code.</summary>
    public int ExitCode { get; private set; }

    /// <summary>What it wrote to standard output.</summary>
    public string Output { get; private set; } = "";

    /// <summary>What it wrote to standard error.</summary>
    public string Error { get; private set; } = "";

    /// <summary>What it wrote to the outputs file.</summary>
    public string OutputText => ReadIfThere("outputs");

    /// <summary>The outputs by name.</summary>
    public Dictionary<string, string> Outputs => OutputText.Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(line => line.Split('=', 2)).ToDictionary(parts => parts[0], parts => parts[1]);

    /// <summary>What it wrote to the job's summary.</summary>
    public string Summary => ReadIfThere("summary");

    /// <summary>Runs the script.</summary>
    /// <param name="inputs">The inputs by the names of their variables. The browser is left out unless they include it.</param>
    public static Task<ScriptRun> Of(params (string Name, string Value)[] inputs) => Beside([], inputs);

    /// <summary>Runs the script in a folder in which somebody has files already; each holds its own path.</summary>
    /// <param name="files">The files, relative to the folder.</param>
    /// <param name="inputs">The inputs.</param>
    public static async Task<ScriptRun> Beside(IReadOnlyList<string> files, params (string Name, string Value)[] inputs)
    {
        var run = new ScriptRun();
        foreach (var file in files)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(run.PathOf(file))!);
            await File.WriteAllTextAsync(run.PathOf(file), file);
        }

        var start = new ProcessStartInfo(Script)
        {
            WorkingDirectory = run._folder.FullName,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["GITHUB_OUTPUT"] = run.PathOf("outputs");
        start.Environment["GITHUB_STEP_SUMMARY"] = run.PathOf("summary");
        start.Environment["CONFORMANCE_BROWSER"] = "false";
        foreach (var (name, value) in inputs)
            start.Environment[name] = value;

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        run.Error = await process.StandardError.ReadToEndAsync();
        run.Output = await output;
        await process.WaitForExitAsync();
        run.ExitCode = process.ExitCode;
        return run;
    }

    /// <summary>The absolute path of something that the run was supposed to write.</summary>
    public string PathOf(string name) => Path.Combine(_folder.FullName, name);

    /// <inheritdoc/>
    public void Dispose() => _folder.Delete(recursive: true);

    private string ReadIfThere(string name) => File.Exists(PathOf(name)) ? File.ReadAllText(PathOf(name)) : "";
}
