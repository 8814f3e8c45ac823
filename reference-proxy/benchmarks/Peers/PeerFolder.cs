namespace ConformanceKit.ReferenceProxy.Benchmarks.Peers;

/// <summary>The folder with a peer's configuration and log; removed when the peer ends.</summary>
internal sealed class PeerFolder : IDisposable
{
    /// <summary>Its path. A peer started by root reads and opens what is here before it becomes another user.</summary>
    public string Path { get; } = Directory.CreateTempSubdirectory("proxy-benchmark-").FullName;

    /// <summary>Where the peer reports errors.</summary>
    public string Log => File("log");

    /// <summary>The path of a file in it.</summary>
    public string File(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Writes a file and returns its path.</summary>
    public string Write(string name, string text)
    {
        System.IO.File.WriteAllText(File(name), text);
        return File(name);
    }

    /// <summary>The last errors, in one line.</summary>
    public string LastLines() =>
        System.IO.File.Exists(Log) && string.Join(" | ", System.IO.File.ReadLines(Log).TakeLast(4)) is { Length: > 0 } lines
            ? lines
            : "it reported no error";

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Path, recursive: true);
}
