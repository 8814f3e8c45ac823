using System.Threading.Channels;

namespace ConformanceKit.Running.Engine;

/// <summary>Lets cases run beside each other, or one of them alone: then no other case of the run is under way.</summary>
internal sealed class CaseGate
{
    // The key lies here unless somebody has it. Those who run beside others hold it only to get in.
    private readonly Channel<bool> _key = Channel.CreateBounded<bool>(1);
    private readonly Lock _counting = new();
    private TaskCompletionSource _empty = new();
    private int _inside;

    /// <summary>A gate that nobody has passed yet.</summary>
    public CaseGate()
    {
        _key.Writer.TryWrite(true);
        _empty.SetResult();
    }

    /// <summary>Waits until no case runs that has to be alone.</summary>
    /// <param name="cancel">Ends the waiting.</param>
    /// <returns>To be disposed when the case is over.</returns>
    public async Task<IDisposable> EnterAsync(CancellationToken cancel)
    {
        await _key.Reader.ReadAsync(cancel);
        lock (_counting)
        {
            if (_inside++ == 0)
                _empty = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
        _key.Writer.TryWrite(true);
        return new Pass(Leave);
    }

    /// <summary>Waits until no case runs at all, while no other one begins.</summary>
    /// <param name="cancel">Ends the waiting.</param>
    /// <returns>To be disposed when the case is over.</returns>
    public async Task<IDisposable> EnterAloneAsync(CancellationToken cancel)
    {
        await _key.Reader.ReadAsync(cancel);
        try
        {
            Task empty;
            lock (_counting)
                empty = _empty.Task;
            await empty.WaitAsync(cancel);
            return new Pass(() => _key.Writer.TryWrite(true));
        }
        catch
        {
            _key.Writer.TryWrite(true);
            throw;
        }
    }

    private void Leave()
    {
        lock (_counting)
        {
            if (--_inside == 0)
                _empty.SetResult();
        }
    }

    private sealed class Pass(Action leave) : IDisposable
    {
        public void Dispose() => leave();
    }
}
