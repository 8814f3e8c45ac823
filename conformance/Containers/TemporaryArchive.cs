namespace ConformanceKit.Containers;

/// <summary>A place for an archive that may be larger than memory.</summary>
internal static class TemporaryArchive
{
    /// <summary>An empty file, which vanishes when it is disposed of.</summary>
    public static FileStream Create() => new(Path.GetTempFileName(), new FileStreamOptions
    {
        Mode = FileMode.Create,
        Access = FileAccess.ReadWrite,
        Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous,
    });
}
