using ConformanceKit.Containers;

namespace ConformanceKit.Tests.Containers;

/// <summary>A program in place of <c>docker</c>: a script that notes its arguments and does what the test says.</summary>
internal sealed class FakeDocker : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("conformancekit-test-");

    /// <param name="body">Shell commands; <c>$*</c> are the arguments.</param>
    public FakeDocker(string body)
    {
        Program = Path.Combine(folder.FullName, "docker");
        File.WriteAllText(Program, $"#!/bin/sh\nprintf '%s\\n' \"$*\" >> '{folder.FullName}/calls'\n{body}\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(Program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    public string Program { get; }

    public DockerCommandLine Engine => new(Program);

    public string[] Calls => File.ReadAllLines(Path.Combine(folder.FullName, "calls"));

    public void Dispose() => folder.Delete(recursive: true);
}
