namespace ConformanceKit.Clients;

/// <summary>How many tasks a client that is a program for each does at once: more would only wait for each other.</summary>
internal sealed class Turns : IDisposable
{
    private const int Most = 8;

    private readonly SemaphoreSlim _free = new(Most);

    /// <summary>Waits for one.</summary>
    /// <param name="cancel">Ends the waiting.</param>
    /// <returns>To be disposed when the task is over.</returns>
    public async Task<IDisposable?> TakeAsync(CancellationToken cancel)
    {
        await _free.WaitAsync(cancel);
        return new Turn(_free);
    }

    /// <inheritdoc/>
    public void Dispose() => _free.Dispose();

    private sealed class Turn(SemaphoreSlim free) : IDisposable
    {
        public void Dispose() => free.Release();
    }
}
