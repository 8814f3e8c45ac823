using System.Net;
using ConformanceKit.Containers;
using ConformanceKit.Origins;

namespace ConformanceKit.UnderTest;

// Waiting until a container is ready.
public sealed partial class ContainerProxy
{
    private async Task<Dictionary<string, Listener>> ReadyListenersAsync(
        string name, SessionNetwork network, OriginPlace place, List<string> notes, CancellationToken cancel)
    {
        // 1. Wait for whichever comes first: it exits, it answers, or its time is up.
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var exit = _session.Engine.WaitForExitAsync(name, over.Token);
        var state = await _session.Engine.InspectAsync(name, network.Network.Name, cancel);
        if (!state.Running)
            throw await DiedAsync(name, exit, cancel);
        var listeners = _definition.Listeners.ToDictionary(l => l.Key,
            l => l.Value with { EndPoint = Reached(l.Value.EndPoint.Port, state, network.Direct) });
        var asked = Task.WhenAll(listeners.Where(l => ListenerNames.CanBeProbed(l.Key))
            .Select(async l => (Name: l.Key, Round: await ReadyProbe.WaitAsync(
                l.Key, l.Value.EndPoint, place, _definition.ReadyTimeout, over.Token))));
        var opened = Task.WhenAll(listeners.Where(l => !ListenerNames.CanBeProbed(l.Key))
            .Select(async l => (Name: l.Key, IsOpen: await PortProbe.WaitAsync(
                [l.Value.EndPoint], isForwarded: !network.Direct, _definition.ReadyTimeout, over.Token) is not null)));
        await Task.WhenAny(exit, Task.WhenAll(asked, opened)).WaitAsync(cancel);
        if (exit.IsFaulted)
            await exit;
        if (exit.IsCompletedSuccessfully)
        {
            await over.CancelAsync();
            await Task.WhenAll(asked, opened).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw await DiedAsync(name, exit, cancel);
        }

        // 2. Without an answer, an open port suffices once the time is up, if it shows that the program itself is listening. With
        // a port forwarder in between, only a connection that stays open shows that.
        var (rounds, openings) = (await asked, await opened);
        await over.CancelAsync();
        foreach (var (listener, round) in rounds.Where(l => !l.Round.IsAnswered))
        {
            var what =
                $"did not answer with {ListenerNames.ProtocolOf(listener)} on port "
                + $"{_definition.Listeners[listener].EndPoint.Port} within {_definition.ReadyTimeout.TotalSeconds:0} s: {round}";
            if (!(network.Direct ? round.IsAccepted : round.IsHeld))
                throw await FailureAsync(what, name, cancel);
            notes.Add($"It {what}. It is graded as it is.");
        }

        // 3. A listener that cannot be asked has to accept connections.
        foreach (var (listener, _) in openings.Where(l => !l.IsOpen))
        {
            throw await FailureAsync(
                $"does not accept connections on port {_definition.Listeners[listener].EndPoint.Port}, its listener {listener}, "
                + $"within {_definition.ReadyTimeout.TotalSeconds:0} s", name, cancel);
        }

        return listeners;
    }

    private static IPEndPoint Reached(int port, ContainerState state, bool direct) =>
        direct ? new(state.Address!, port) : new(IPAddress.Loopback, state.PublishedPorts[port]);
}
