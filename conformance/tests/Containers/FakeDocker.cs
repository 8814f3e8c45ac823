using ConformanceKit.Containers;

namespace ConformanceKit.Tests.Containers;

/// <summary>A replacement for <c>docker</c>: a script that logs its arguments and then runs the test's commands.</summary>
internal sealed class FakeDocker : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("conformancekit-test-");

    /// <param name="body">Shell commands; <c>$*</c> are the arguments.</param>
    public FakeDocker(string body)
    {
        Program = Path.Combine(_folder.FullName, "docker");
        File.WriteAllText(Program, $"#!/bin/sh\nprintf '%s\\n' \"$*\" >> '{_folder.FullName}/calls'\n{body}\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(Program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    public string Program { get; }

    public DockerCommandLine Engine => new(Program);

    public string[] Calls => File.ReadAllLines(Path.Combine(_folder.FullName, "calls"));

    public void Dispose() => _folder.Delete(recursive: true);
}
