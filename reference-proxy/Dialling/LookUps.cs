using System.Net;

namespace ConformanceKit.ReferenceProxy.Dialling;

/// <summary>
/// The name look-ups in progress. The system's resolver blocks its thread for as long as it takes, and cannot be cancelled, not
/// even when the client has gone. The pool has few threads, and connections take their turns on them, so each look-up gets its
/// own thread. The number of these is limited, and slow names would soon occupy them all, so a client (an address) gets one only
/// while more are free than it has. No client can take more than half of them, and a client that has none gets the next.
/// </summary>
internal sealed class LookUps(Func<string, IPAddress[]> resolve, int most = 256)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<IPAddress, int> _underWay = [];
    private readonly LinkedList<(IPAddress Client, TaskCompletionSource MayBegin)> _waiting = [];
    private int _free = most;

    /// <summary>Resolves a name. A caller that gives up leaves the queue; a look-up that has begun runs to its end.</summary>
    /// <param name="host">The name.</param>
    /// <param name="client">The client that it is looked up for.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task<IPAddress[]> OfAsync(string host, IPAddress client, CancellationToken cancel)
    {
        await AwaitTurnAsync(client, cancel);
        Task<IPAddress[]> lookUp;
        try
        {
            lookUp = Task.Factory.StartNew(
                () => LookUp(host, client), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        }
        catch (TaskSchedulerException)
        {
            // The system has no thread left.
            Ended(client);
            throw;
        }

        // Of one that is given up, nobody hears how it ends.
        _ = lookUp.ContinueWith(ended => ended.Exception, TaskScheduler.Default);
        return await lookUp.WaitAsync(cancel);
    }

    private IPAddress[] LookUp(string host, IPAddress client)
    {
        try
        {
            return resolve(host);
        }
        finally
        {
            Ended(client);
        }
    }

    private async Task AwaitTurnAsync(IPAddress client, CancellationToken cancel)
    {
        // 1. Begin at once if a thread is free for this client.
        LinkedListNode<(IPAddress, TaskCompletionSource MayBegin)> place;
        lock (_lock)
        {
            if (TryBegin(client))
                return;
            place = _waiting.AddLast((client, new(TaskCreationOptions.RunContinuationsAsynchronously)));
        }

        // 2. Otherwise wait until others have ended.
        var mayBegin = place.Value.MayBegin.Task;
        try
        {
            await mayBegin.WaitAsync(cancel);
        }
        catch (OperationCanceledException)
        {
            lock (_lock)
            {
                if (place.List is not null)
                    _waiting.Remove(place);
            }

            // Its turn came at that moment: pass it on to the next.
            if (mayBegin.IsCompleted)
                Ended(client);
            throw;
        }
    }

    private bool TryBegin(IPAddress client)
    {
        var has = _underWay.GetValueOrDefault(client);
        if (has >= _free)
            return false;
        _underWay[client] = has + 1;
        _free--;
        return true;
    }

    private void Ended(IPAddress client)
    {
        lock (_lock)
        {
            _free++;
            if (--_underWay[client] == 0)
                _underWay.Remove(client);

            // The free thread goes to the first in the queue that may have it.
            for (var next = _waiting.First; next is not null; next = next.Next)
            {
                if (!TryBegin(next.Value.Client))
                    continue;
                _waiting.Remove(next);
                next.Value.MayBegin.SetResult();
                break;
            }
        }
    }
}
