namespace ConformanceKit.ReferenceProxy.Benchmarks.Load;

/// <summary>
/// Clients that take all they can get, on their own thread, so that they keep only the peer busy.
/// </summary>
internal sealed class Hostile : IDisposable
{
    private readonly EventLoop _loop = new();
    private readonly Thread _thread;
    private volatile bool _stopping;
    private volatile string? _failure;

    /// <summary>Starts the clients.</summary>
    /// <param name="start">Starts the clients on a given loop.</param>
    public Hostile(Action<EventLoop> start)
    {
        start(_loop);
        _thread = new Thread(Run) { IsBackground = true, Name = "hostile" };
        _thread.Start();
    }

    /// <summary>Throws if they could not continue.</summary>
    public void Check()
    {
        if (_failure is { } failure)
            throw new LoadFailedException(failure);
    }

    /// <summary>Closes everything.</summary>
    public void Dispose()
    {
        _stopping = true;
        _thread.Join();
        _loop.Dispose();
    }

    private void Run()
    {
        try
        {
            while (!_stopping)
                _loop.RunFor(TimeSpan.FromMilliseconds(20));
        }
        catch (LoadFailedException failure)
        {
            _failure = failure.Message;
        }
    }
}
