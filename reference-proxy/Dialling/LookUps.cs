using System.Net;

namespace ConformanceKit.ReferenceProxy.Dialling;

/// <summary>
/// The look-ups of names that are under way. The system's resolver blocks its thread for as long as it takes, and nothing calls
/// it off, not even that its client has gone. Threads of the pool are few, and others take their turns on them: so each look-up
/// gets one of its own. There cannot be any number of these, and slow names would soon have them all: so a client, which is an
/// address, gets one only as long as more are free than it has. Half of them is all that one can take, and who has none gets the
/// next.
/// </summary>
internal sealed class LookUps(Func<string, IPAddress[]> resolve, int most = 256)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<IPAddress, int> _underWay = [];
    private readonly LinkedList<(IPAddress Client, TaskCompletionSource MayBegin)> _waiting = [];
    private int _free = most;

    /// <summary>The addresses of a name. Who gives up leaves the queue; a look-up that has begun goes on to its end.</summary>
    /// <param name="host">The name.</param>
    /// <param name="client">Whom it is looked up for.</param>
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
        // 1. At once, where one is free for this client.
        LinkedListNode<(IPAddress, TaskCompletionSource MayBegin)> place;
        lock (_lock)
        {
            if (TryBegin(client))
                return;
            place = _waiting.AddLast((client, new(TaskCreationOptions.RunContinuationsAsynchronously)));
        }

        // 2. Else when others have ended.
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

            // It was its turn at that moment: it is the next one's.
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

            // One that is free is one for the first who may have it.
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
