namespace ConformanceKit.UnderTest;

/// <summary>What a run grades: a proxy, or a client. Started once, on first use.</summary>
public abstract class Subject : IAsyncDisposable
{
    /// <summary>The name in reports, baselines and test names.</summary>
    public abstract string Name { get; }

    /// <summary>The features that it declares, such as <c>connect</c>, <c>http</c>, <c>auth</c>, <c>ipv6</c>.</summary>
    public abstract IReadOnlySet<string> Features { get; }

    /// <summary>Whether one request can end the program, so that each scenario needs an instance to itself.</summary>
    public virtual bool Fragile => false;

    /// <summary>Its configuration, file by file, if it is known.</summary>
    public virtual IReadOnlyList<ConfigurationFile> Configuration => [];

    /// <summary>Starts it if it is not running yet, and waits until it is ready.</summary>
    /// <param name="cancel">Ends the waiting.</param>
    /// <returns>What is running; every caller gets the same.</returns>
    /// <exception cref="Model.HarnessException">
    /// It could not be started; the message says why and what to do. Thrown to every caller.
    /// </exception>
    public abstract Task<RunningSubject> StartAsync(CancellationToken cancel);

    /// <summary>What is being done to start it, such as <c>building image, step 2 of 7: RUN make</c>; or empty.</summary>
    public virtual string StartStep => "";

    /// <summary>How its program ended, if it has and that can be known, such as <c>exit code 7</c>; or empty.</summary>
    /// <param name="cancel">Ends the waiting.</param>
    public virtual Task<string> HowItEndedAsync(CancellationToken cancel) => Task.FromResult("");

    /// <summary>Starts its program again after its end, if the kit started it.</summary>
    /// <param name="cancel">Ends the waiting.</param>
    /// <returns>What runs now; null if somebody else started it, so that it can only come back by itself.</returns>
    /// <exception cref="Model.HarnessException">It could not be started.</exception>
    public virtual Task<RunningSubject?> RestartAsync(CancellationToken cancel) => Task.FromResult<RunningSubject?>(null);

    /// <summary>The last lines of its own log, or empty.</summary>
    /// <param name="cancel">Ends the waiting.</param>
    public virtual Task<string> ReadLogAsync(CancellationToken cancel) => Task.FromResult("");

    /// <inheritdoc/>
    public abstract ValueTask DisposeAsync();
}
