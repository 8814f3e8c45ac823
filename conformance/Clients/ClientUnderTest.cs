using ConformanceKit.UnderTest;

namespace ConformanceKit.Clients;

/// <summary>A client to grade.</summary>
public abstract class ClientUnderTest : Subject
{
    /// <summary>
    /// How much later than its own time limit says it may answer before it is ended; longer if it ends what hangs by itself.
    /// </summary>
    public virtual TimeSpan Grace => TimeSpan.FromSeconds(5);

    /// <summary>Waits until the client can take one more task: that time is not its own. By default it always can.</summary>
    /// <param name="cancel">Ends the waiting.</param>
    /// <returns>To be disposed when the task is over.</returns>
    public virtual Task<IDisposable?> TurnAsync(CancellationToken cancel) => Task.FromResult<IDisposable?>(null);

    /// <summary>Lets the client fetch something, alone in a clean environment. May be called concurrently.</summary>
    /// <param name="task">What.</param>
    /// <param name="cancel">Ends it.</param>
    /// <returns>What the client told its caller; whatever goes wrong with the exchange is part of it.</returns>
    /// <exception cref="Model.HarnessException">The client itself could not be run.</exception>
    public abstract Task<ClientAnswer> FetchAsync(ClientTask task, CancellationToken cancel);
}
