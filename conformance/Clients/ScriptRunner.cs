using ConformanceKit.Containers;

namespace ConformanceKit.Clients;

/// <summary>Keeps a client's script running: one that ends, writes nonsense or hangs is replaced for the tasks that follow.</summary>
/// <param name="name">The client's name, for messages.</param>
/// <param name="language">What is written to it and read from it.</param>
/// <param name="start">Starts the script.</param>
internal sealed class ScriptRunner(
    string name, IScriptLanguage language, Func<CancellationToken, Task<IRunningProgram>> start) : IAsyncDisposable
{
    private readonly SemaphoreSlim _gate = new(1);
    private readonly List<ScriptProcess> _retired = [];
    private ScriptProcess? _current;

    /// <summary>Lets the script fetch something.</summary>
    /// <param name="task">What.</param>
    /// <param name="cancel">Ends the waiting.</param>
    /// <exception cref="Model.HarnessException">The script cannot be run, ended, or wrote something that is no result.</exception>
    public async Task<ClientAnswer> FetchAsync(ClientTask task, CancellationToken cancel)
    {
        var process = await CurrentAsync(cancel);
        try
        {
            return await process.FetchAsync(task, cancel);
        }
        catch (OperationCanceledException) when (language.End("") is null)
        {
            // Whatever hangs in it stays with it, and ends with it as soon as the others there have their results.
            await RetireAsync(process);
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var process in _retired)
            await process.DisposeAsync();
        if (_current is not null)
            await _current.DisposeAsync();
        _gate.Dispose();
    }

    private async Task<ScriptProcess> CurrentAsync(CancellationToken cancel)
    {
        await _gate.WaitAsync(cancel);
        try
        {
            await SweepAsync();
            if (_current?.HasEnded is true)
            {
                _retired.Add(_current);
                _current = null;
            }

            return _current ??= new(name, language, await start(cancel));
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task RetireAsync(ScriptProcess process)
    {
        await _gate.WaitAsync();
        try
        {
            if (_current == process)
            {
                _retired.Add(process);
                _current = null;
            }

            await SweepAsync();
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task SweepAsync()
    {
        foreach (var idle in _retired.Where(process => process.IsIdle).ToList())
        {
            _retired.Remove(idle);
            await idle.DisposeAsync();
        }
    }
}
