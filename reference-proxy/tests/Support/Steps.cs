namespace ConformanceKit.ReferenceProxy.Tests.Support;

/// <summary>
/// Takes the steps of what begins here one by one, when the test says so: whatever goes on behind an await is a step.
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

    /// <summary>Begins something.</summary>
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

    /// <summary>Takes the next step, when it comes.</summary>
    public void TakeOne()
    {
        var step = Next();
        Begin(() =>
        {
            step();
            return true;
        });
    }

    /// <summary>Takes one step after the other.</summary>
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
                    throw new TimeoutException("nothing goes on");
            }

            return _waiting.Dequeue();
        }
    }
}
