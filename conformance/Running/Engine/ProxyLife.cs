using System.Collections.Concurrent;
using System.Net.Sockets;
using ConformanceKit.Model;
using ConformanceKit.Running.Cases;
using ConformanceKit.UnderTest;
using ConformanceKit.Wire;

namespace ConformanceKit.Running.Engine;

/// <summary>
/// Which scenarios run on a proxy just now, and whether its program ended under them: a listener that took connections and
/// refuses them now is gone. Where several run at once none of them is known to be the one that ended it, so each says which they
/// were.
/// </summary>
internal sealed class ProxyLife
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<string, byte> _underWay = [];
    private volatile string _end = "";
    private volatile bool _hasAccepted;

    /// <summary>Notes that a scenario runs, or that nothing can be said any more because the program ended before.</summary>
    /// <param name="requirement">What it checks.</param>
    /// <param name="proxy">The proxy.</param>
    /// <returns>A result in the scenario's place, or null where it may run.</returns>
    public async Task<ScenarioResult?> BeginAsync(Requirement requirement, RunningProxy proxy)
    {
        if (_end.Length > 0 && await IsGoneAsync(proxy))
            return Blocked(requirement, TimeSpan.Zero, []);
        _end = "";
        _underWay.TryAdd(requirement.Id, 0);
        return null;
    }

    /// <summary>What a scenario's result is when the program may have ended under it.</summary>
    /// <param name="requirement">What it checks.</param>
    /// <param name="result">What it is otherwise; null where the run was stopped.</param>
    /// <param name="proxy">The proxy.</param>
    public async Task<ScenarioResult?> EndAsync(Requirement requirement, ScenarioResult? result, RunningProxy proxy)
    {
        try
        {
            _hasAccepted |= result?.Evidence.Any(step => step.Kind == WireEvent.Opened && IsClients(step)) ?? false;
            if (result is null || !_hasAccepted || !MayHaveSeenIt(result) || !await IsGoneAsync(proxy))
                return result;
            if (_end.Length == 0)
                _end = string.Join(", ", _underWay.Keys.Order(StringComparer.Ordinal));

            // Whoever sent nothing did not end it.
            if (!result.Evidence.Any(step => step.Kind == WireEvent.Sent && IsClients(step)))
                return Blocked(requirement, result.Duration, result.Evidence);
            var others = _end == requirement.Id ? "" : $"; it ended while these ran: {_end}";
            return result with
            {
                Verdict = Verdict.Fail,
                ReasonId = ReasonIds.ProxyEnded,
                Reason =
                    "the proxy no longer accepts connections after this "
                        + $"request{others}{(result.Reason.Length > 0 ? $" ({result.Reason})" : "")}",
            };
        }
        finally
        {
            _underWay.TryRemove(requirement.Id, out _);
        }
    }

    private ScenarioResult Blocked(Requirement requirement, TimeSpan took, IReadOnlyList<TranscriptEvent> evidence) => new(
        requirement, Verdict.Blocked, "blocked", $"the proxy no longer accepts connections: it ended while these ran: {_end}",
        took, evidence);

    // A verdict that is not a pass, or a client whose connection ended without a byte: some rows take that for a rejection.
    private static bool MayHaveSeenIt(ScenarioResult result) =>
        result.Verdict is Verdict.Fail or Verdict.Warning or Verdict.HarnessError || result.Evidence.Where(IsClients)
            .GroupBy(step => step.Connection)
            .Any(steps => steps.Any(step => step.Kind is WireEvent.FinReceived or WireEvent.ResetReceived)
                && steps.All(step => step.Kind != WireEvent.Received));

    private static bool IsClients(TranscriptEvent step) => step.Connection.StartsWith("client", StringComparison.Ordinal);

    private static async Task<bool> IsGoneAsync(RunningProxy proxy)
    {
        foreach (var listener in proxy.Listeners.Values)
        {
            using var socket = new Socket(listener.EndPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            using var limit = new CancellationTokenSource(s_limit);
            try
            {
                await socket.ConnectAsync(listener.EndPoint, limit.Token);
            }
            catch (SocketException error)
            {
                // The latter where a container is gone with its address.
                if (error.SocketErrorCode is SocketError.ConnectionRefused or SocketError.HostUnreachable)
                    return true;
            }
            catch (OperationCanceledException)
            {
                // It is slow, or hidden: that says nothing.
            }
        }

        return false;
    }
}
