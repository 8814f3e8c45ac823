using System.Collections.Concurrent;
using System.Net.Sockets;
using ConformanceKit.Model;
using ConformanceKit.Running.Cases;
using ConformanceKit.UnderTest;
using ConformanceKit.Wire;

namespace ConformanceKit.Running.Engine;

/// <summary>
/// Which scenarios are running on a proxy, and whether its program ended under them: a listener that accepted connections and
/// now refuses them is gone. If several were running, there is no telling which of them ended it, so each result names them all.
/// </summary>
internal sealed class ProxyLife
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<string, byte> _underWay = [];
    private volatile string _end = "";
    private volatile bool _hasAccepted;

    /// <summary>Records that a scenario runs, unless the program has ended before, so that nothing can be shown.</summary>
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

    /// <summary>The result of a scenario under which the program may have ended.</summary>
    /// <param name="requirement">What it checks.</param>
    /// <param name="result">Its result otherwise; null if the run was stopped.</param>
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

            // A scenario that sent nothing did not end it.
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

    // A verdict that is not a pass, or a client whose connection ended without a byte: some rows accept that as a rejection.
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
                // HostUnreachable: the container is gone, and its address with it.
                if (error.SocketErrorCode is SocketError.ConnectionRefused or SocketError.HostUnreachable)
                    return true;
            }
            catch (OperationCanceledException)
            {
                // It is slow, or hidden: that proves nothing.
            }
        }

        return false;
    }
}
