namespace ConformanceKit.Tests.Running;

/// <summary>A folder that is deleted at the end of the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("conformancekit-test-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
