using ConformanceKit.ReferenceProxy.Explaining;

namespace ConformanceKit.ReferenceProxy.Program;

/// <summary>The page of a session, and the file it goes to when the proxy stops.</summary>
internal sealed class TraceFile(string path)
{
    /// <summary>Where the file is.</summary>
    public string Path => path;

    /// <summary>The page.</summary>
    public TracePage Page { get; } = new();

    /// <summary>Writes the page; returns why that failed, or null.</summary>
    public async Task<string?> WriteAsync()
    {
        try
        {
            await File.WriteAllTextAsync(path, Page.Html());
            return null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return $"cannot write {path}: {failure.Message}";
        }
    }
}
