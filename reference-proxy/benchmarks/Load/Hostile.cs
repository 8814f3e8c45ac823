namespace ConformanceKit.ReferenceProxy.Benchmarks.Load;

/// <summary>
/// Clients that take all they can get, on a thread of their own, so that they keep nobody waiting but the peer.
/// </summary>
internal sealed class Hostile : IDisposable
{
    private readonly EventLoop _loop = new();
    private readonly Thread _thread;
    private volatile bool _stopping;
    private volatile string? _failure;

    /// <summary>Begins.</summary>
    /// <param name="start">Starts the clients on the loop that it is given.</param>
    public Hostile(Action<EventLoop> start)
    {
        start(_loop);
        _thread = new Thread(Run) { IsBackground = true, Name = "hostile" };
        _thread.Start();
    }

    /// <summary>Throws where they could not go on.</summary>
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
