namespace ConformanceKit.Containers;

/// <summary>A program that runs, on this machine or in a container, in a process group of its own.</summary>
public interface IRunningProgram : IAsyncDisposable
{
    /// <summary>Its standard input.</summary>
    Stream Input { get; }

    /// <summary>Its standard output. It has to be read while the program runs, as the other one has to.</summary>
    Stream Output { get; }

    /// <summary>Its standard error.</summary>
    Stream ErrorOutput { get; }

    /// <summary>
    /// Waits for its end. What it has started and left behind is ended, too, so that both streams end.
    /// </summary>
    /// <param name="cancel">Ends the waiting.</param>
    /// <returns>The exit code as a shell has it: 128 and the number of the signal that ended it, if one did.</returns>
    Task<int> WaitAsync(CancellationToken cancel);

    /// <summary>Ends it together with all that it has started.</summary>
    /// <returns>Completes when the signal has been sent.</returns>
    Task KillAsync();
}
