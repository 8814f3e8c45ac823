namespace ConformanceKit.ReferenceProxy.Tests.Support;

/// <summary>A folder for a test's files.</summary>
internal sealed class Folder : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("reference-proxy-test-").FullName;

    /// <summary>The path of a file in it.</summary>
    public string this[string file] => Path.Combine(_path, file);

    public void Write(string file, string text) => File.WriteAllText(this[file], text);

    public void Dispose() => Directory.Delete(_path, recursive: true);
}
