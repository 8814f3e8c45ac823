namespace ConformanceKit.ReferenceProxy.Benchmarks.Load;

/// <summary>The origins, on one thread.</summary>
internal sealed class LoadOrigins : IDisposable
{
    /// <summary>Listens and serves.</summary>
    public static LoadOrigins Start() => new();

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
