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
/// <param name="howItEnded">Says how the program ended, if that can be known; or nothing.</param>
internal sealed class ProxyLife(Func<CancellationToken, Task<string>> howItEnded)
{
    // The kernel looks for three seconds for the address of a container that is gone.
    private static readonly TimeSpan s_connectLimit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_howLimit = TimeSpan.FromSeconds(10);

    // Each of hundreds of cases that could not run has the names in its reason.
    private const int MostNames = 3;

    private readonly ConcurrentDictionary<string, byte> _underWay = [];
    private readonly Lock _gate = new();
    private volatile Task<ProxyEnd>? _end;
    private volatile bool _hasAccepted;

    /// <summary>How the program ended, such as <c>exit code 7</c>; empty if it runs, or if that is not known.</summary>
    public string HowItEnded => _end is { IsCompletedSuccessfully: true, Result.How: var how } ? how : "";

    /// <summary>Records that a scenario runs, unless the program has ended before, so that nothing can be shown.</summary>
    /// <param name="requirement">What it checks.</param>
    /// <param name="proxy">The proxy.</param>
    /// <returns>A result in the scenario's place, or null where it may run.</returns>
    public async Task<ScenarioResult?> BeginAsync(Requirement requirement, RunningSubject proxy)
    {
        if (_end is { } end)
        {
            if (await IsGoneAsync(proxy))
                return Unrun(requirement, await end, TimeSpan.Zero, []);
            _end = null;
        }

        _underWay.TryAdd(requirement.Id, 0);
        return null;
    }

    /// <summary>The result of a scenario under which the program may have ended.</summary>
    /// <param name="requirement">What it checks.</param>
    /// <param name="result">Its result otherwise; null if the run was stopped.</param>
    /// <param name="proxy">The proxy.</param>
    public async Task<ScenarioResult?> EndAsync(Requirement requirement, ScenarioResult? result, RunningSubject proxy)
    {
        try
        {
            _hasAccepted |= result?.Evidence.Any(step => step.Kind == WireEvent.Opened && IsClients(step)) ?? false;
            if (result is null || !_hasAccepted || !MayHaveSeenIt(result) || !await IsGoneAsync(proxy))
                return result;
            var end = await WhatEndedItAsync();

            // A scenario that sent nothing did not end it, and one under which the engine went too need not have.
            if (end.Fault.Length > 0 || !result.Evidence.Any(step => step.Kind == WireEvent.Sent && IsClients(step)))
                return Unrun(requirement, end, result.Duration, result.Evidence);
            var others = end.Under is [var only] && only == requirement.Id
                ? ""
                : $"; it ended while these ran: {string.Join(", ", end.Under)}";
            return result with
            {
                Verdict = Verdict.Fail,
                ReasonId = ReasonIds.ProxyEnded,
                Reason =
                    $"the proxy no longer accepts connections after this request{InBrackets(end.How)}{others}"
                    + (result.Reason.Length > 0 ? $" ({result.Reason})" : ""),
            };
        }
        finally
        {
            _underWay.TryRemove(requirement.Id, out _);
        }
    }

    private static ScenarioResult Unrun(
        Requirement requirement, ProxyEnd end, TimeSpan took, IReadOnlyList<TranscriptEvent> evidence)
    {
        var (verdict, reasonId, why) = end.Fault.Length > 0
            ? (Verdict.HarnessError, "harness", $"; there is no telling why: {end.Fault}")
            : (Verdict.Blocked, "blocked", $"{InBrackets(end.How)}: it ended while these ran: {SomeOf(end.Under)}");
        return new(requirement, verdict, reasonId, $"the proxy no longer accepts connections{why}", took, evidence);
    }

    // The reasons of those that fail name them all.
    private static string SomeOf(IReadOnlyList<string> ids) =>
        string.Join(", ", ids.Take(MostNames)) + (ids.Count > MostNames ? $" and {ids.Count - MostNames} more" : "");

    private static string InBrackets(string how) => how.Length > 0 ? $" ({how})" : "";

    // Whoever sees the end first finds out about it for all others.
    private Task<ProxyEnd> WhatEndedItAsync()
    {
        lock (_gate)
            return _end ??= FindOutAsync([.. _underWay.Keys.Order(StringComparer.Ordinal)]);
    }

    private async Task<ProxyEnd> FindOutAsync(IReadOnlyList<string> under)
    {
        using var limit = new CancellationTokenSource(s_howLimit);
        try
        {
            return new(under, await howItEnded(limit.Token), "");
        }
        catch (OperationCanceledException)
        {
            return new(under, "", ""); // It ended all the same.
        }
        catch (HarnessException fault)
        {
            return new(under, "", fault.Message); // Whatever runs it went too, and may have taken it along.
        }
    }

    /// <summary>The end of a proxy's program.</summary>
    /// <param name="Under">The scenarios that were running.</param>
    /// <param name="How">How it ended, if that is known.</param>
    /// <param name="Fault">Why it cannot be found out what ended it; empty if it can.</param>
    private sealed record ProxyEnd(IReadOnlyList<string> Under, string How, string Fault);

    // A verdict that is not a pass, or a client whose connection ended without a byte: some rows accept that as a rejection.
    private static bool MayHaveSeenIt(ScenarioResult result) =>
        result.Verdict is Verdict.Fail or Verdict.Warning or Verdict.HarnessError || result.Evidence.Where(IsClients)
            .GroupBy(step => step.Connection)
            .Any(steps => steps.Any(step => step.Kind is WireEvent.FinReceived or WireEvent.ResetReceived)
                && steps.All(step => step.Kind != WireEvent.Received));

    private static bool IsClients(TranscriptEvent step) => step.Connection.StartsWith("client", StringComparison.Ordinal);

    // What is known to have ended does not come back; otherwise, it may.
    private async Task<bool> IsGoneAsync(RunningSubject proxy) => HowItEnded.Length > 0 || await RefusesAsync(proxy);

    private static async Task<bool> RefusesAsync(RunningSubject proxy)
    {
        foreach (var listener in proxy.Listeners.Values)
        {
            using var socket = new Socket(listener.EndPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            using var limit = new CancellationTokenSource(s_connectLimit);
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
