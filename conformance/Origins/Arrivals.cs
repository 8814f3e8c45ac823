using System.Threading.Channels;

namespace ConformanceKit.Origins;

/// <summary>Waits for what arrives at an origin.</summary>
internal static class Arrivals
{
    /// <summary>
    /// The next arrival that has not been taken yet. A wait that ends early takes nothing: a later one is for the next caller.
    /// </summary>
    /// <typeparam name="T">What arrives.</typeparam>
    /// <param name="arrivals">Where it arrives.</param>
    /// <param name="within">How long to wait.</param>
    /// <param name="cancel">Ends the waiting.</param>
    /// <returns>What arrived.</returns>
    /// <exception cref="TimeoutException">Nothing came in time.</exception>
    public static async Task<T> NextAsync<T>(this ChannelReader<T> arrivals, TimeSpan within, CancellationToken cancel)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(within);
        try
        {
            // Not ReadAsync: in .NET 10 an arrival can be handed to a ReadAsync that was cancelled just then, and is lost
            // (dotnet/runtime#132094).
            while (await arrivals.WaitToReadAsync(patience.Token))
            {
                if (arrivals.TryRead(out var arrival))
                    return arrival;
            }
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new TimeoutException();
        }
        throw new ChannelClosedException();
    }
}
