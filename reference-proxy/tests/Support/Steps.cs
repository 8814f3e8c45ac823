namespace ConformanceKit.ReferenceProxy.Tests.Support;

/// <summary>
/// Runs what is begun here step by step, when the test says so: a step is a continuation after an await.
/// </summary>
internal sealed class Steps : SynchronizationContext
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);
    private readonly Queue<Action> _waiting = [];

    public override void Post(SendOrPostCallback d, object? state)
    {
        lock (_waiting)
        {
            _waiting.Enqueue(() => d(state));
            Monitor.Pulse(_waiting);
        }
    }

    /// <summary>Begins something whose continuations become steps.</summary>
    public T Begin<T>(Func<T> begin)
    {
        var before = Current;
        SetSynchronizationContext(this);
        try
        {
            return begin();
        }
        finally
        {
            SetSynchronizationContext(before);
        }
    }

    /// <summary>Takes the next step, waiting for it if necessary.</summary>
    public void TakeOne()
    {
        var step = Next();
        Begin(() =>
        {
            step();
            return true;
        });
    }

    /// <summary>Takes step after step until <paramref name="done"/>.</summary>
    public void TakeUntil(Func<bool> done)
    {
        while (!done())
            TakeOne();
    }

    private Action Next()
    {
        lock (_waiting)
        {
            while (_waiting.Count == 0)
            {
                if (!Monitor.Wait(_waiting, s_patience))
                    throw new TimeoutException("no further step came");
            }

            return _waiting.Dequeue();
        }
    }
}
