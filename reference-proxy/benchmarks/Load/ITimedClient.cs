namespace ConformanceKit.ReferenceProxy.Benchmarks.Load;

/// <summary>A client that does one thing at a time, and of whom it is asked how long that takes.</summary>
internal interface ITimedClient
{
    /// <summary>Whether nothing is under way.</summary>
    bool IsIdle { get; }

    /// <summary>How long it took each time.</summary>
    Times Times { get; }

    /// <summary>Begins.</summary>
    void Begin();

    /// <summary>What is under way counts as over now: it has taken at least that long.</summary>
    void GiveUp();
}
