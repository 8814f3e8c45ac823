namespace ConformanceKit.ReferenceProxy.Benchmarks.Load;

/// <summary>A client that does one thing at a time and measures how long it takes.</summary>
internal interface ITimedClient
{
    /// <summary>Whether nothing is in progress.</summary>
    bool IsIdle { get; }

    /// <summary>How long each one took.</summary>
    Times Times { get; }

    /// <summary>Begins the next one.</summary>
    void Begin();

    /// <summary>Counts what is in progress as finished: it has taken at least that long.</summary>
    void GiveUp();
}
