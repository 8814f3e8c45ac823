using System.Collections.Concurrent;
using System.Net.Sockets;
using ConformanceKit.Model;
using ConformanceKit.Running.Cases;
using ConformanceKit.UnderTest;
using ConformanceKit.Wire;

namespace ConformanceKit.Running.Engine;

/// <summary>
/// Which scenarios are running on a proxy, whether its program ended under them, and how it is brought back. A listener that
/// accepted connections and now refuses them is gone. If several were running, each is run again alone: that shows which of them
/// ends the program.
/// </summary>
/// <param name="proxy">The proxy.</param>
/// <param name="started">What runs.</param>
/// <param name="patience">How long a program may take to come back that the kit cannot start again.</param>
/// <param name="say">Called with a line when the program has ended.</param>
internal sealed class ProxyLife(Subject proxy, RunningSubject started, TimeSpan patience, Action<string> say)
{
    // One that ends at each second request must not be started again for ever.
    private const int MostRestarts = 100;

    // Each note has the names.
    private const int MostNames = 3;
    private const int MostNotes = 10;

    // The kernel looks for three seconds for the address of a container that is gone.
    private static readonly TimeSpan s_connectLimit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_howLimit = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, byte> _underWay = [];
    private readonly ConcurrentQueue<string> _notes = [];
    private readonly Lock _gate = new();
    private volatile Task<ProxyEnd>? _end;
    private volatile bool _hasAccepted;
    private int _restarts;
    private string? _lost;

    /// <summary>What runs; another address than before if it was started again.</summary>
    public RunningSubject Running { get; private set; } = started;

    /// <summary>How the program ended for good, such as <c>exit code 7</c>; empty if it runs, or if that is not known.</summary>
    public string HowItEnded => _lost is not null && _end is { IsCompletedSuccessfully: true, Result.How: var how } ? how : "";

    /// <summary>What is worth knowing about the ends of the program, a sentence each.</summary>
    public IReadOnlyList<string> Notes =>
    [
        .. _notes.Take(MostNotes),
        .. _notes.Count > MostNotes ? [$"It ended {_notes.Count - MostNotes} more times."] : Array.Empty<string>(),
    ];

    /// <summary>Whether the program has been seen to have ended, and is not back yet.</summary>
    public bool HasEnded => _end is not null;

    /// <summary>Records that a scenario runs.</summary>
    /// <param name="requirement">What it checks.</param>
    public void Begin(Requirement requirement) => _underWay.TryAdd(requirement.Id, 0);

    /// <summary>Whether the program may have ended under a scenario, which is over now.</summary>
    /// <param name="requirement">What it checks.</param>
    /// <param name="result">Its result; null if the run was stopped.</param>
    public async Task<bool> HasEndedUnderAsync(Requirement requirement, ScenarioResult? result)
    {
        try
        {
            _hasAccepted |= result?.Evidence.Any(step => step.Kind == WireEvent.Opened && IsClients(step)) ?? false;
            if (result is null || !_hasAccepted || !MayHaveSeenIt(result) || (_end is null && !await RefusesAsync()))
                return false;
            await WhatEndedItAsync();
            return true;
        }
        finally
        {
            _underWay.TryRemove(requirement.Id, out _);
        }
    }

    /// <summary>Brings the program back if it has ended. Nothing runs on it meanwhile.</summary>
    /// <param name="stop">Ends the waiting.</param>
    /// <returns>Whether it runs.</returns>
    public async Task<bool> BringBackAsync(CancellationToken stop)
    {
        if (_end is null || _lost is not null)
            return _lost is null;
        var end = await _end;
        var under = $"It ended{InBrackets(end.How)} while {SomeOf(end.Under)} ran";

        // 1. What took the engine along, or never stops ending, is given up.
        _lost = end.Fault.Length > 0 ? $"there is no telling why: {end.Fault}"
            : ++_restarts > MostRestarts ? $"it ended {_restarts} times"
            : null;
        if (_lost is not null)
            return false;

        // 2. The kit starts what it had started; anything else has to come back by itself.
        say($"{proxy.Name} ended{InBrackets(end.How)}: bringing it back");
        try
        {
            if (await proxy.RestartAsync(stop) is { } running)
                Running = running;
            else if (!await IsBackAsync(stop))
                _lost = $"it was not back after {patience.TotalSeconds:0.#} s (wait 'restart')";
        }
        catch (HarnessException fault)
        {
            _lost = $"it could not be started again: {fault.Message}";
        }

        // 3. Whoever reads the report knows.
        if (_lost is not null)
            return false;
        _notes.Enqueue($"{under}, and was brought back.");
        _end = null;
        return true;
    }

    /// <summary>The result of a scenario that ended the program, alone.</summary>
    /// <param name="result">Its result otherwise.</param>
    public async Task<ScenarioResult> EndedByAsync(ScenarioResult result)
    {
        var end = await WhatEndedItAsync();
        return end.Fault.Length > 0 || !Sent(result) ? Unrun(result.Requirement, end, result) : Killed(result, end);
    }

    /// <summary>The result of a scenario for which the program could not be brought back.</summary>
    /// <param name="requirement">What it checks.</param>
    /// <param name="beside">Its result if it ran; null otherwise.</param>
    public async Task<ScenarioResult> LostAsync(Requirement requirement, ScenarioResult? beside)
    {
        var end = await WhatEndedItAsync();
        return beside is not null && end.Fault.Length == 0 && end.Under is [var only] && only == requirement.Id && Sent(beside)
            ? Killed(beside, end)
            : Unrun(requirement, end, beside);
    }

    private static ScenarioResult Killed(ScenarioResult result, ProxyEnd end) => result with
    {
        Verdict = Verdict.Fail,
        ReasonId = ReasonIds.ProxyEnded,
        Reason = $"the proxy ended on this request{InBrackets(end.How)}"
            + (result.Reason.Length > 0 && result.Verdict != Verdict.HarnessError ? $": {result.Reason}" : ""),
        Detail = "",
    };

    // Nothing can be said about the proxy here.
    private ScenarioResult Unrun(Requirement requirement, ProxyEnd end, ScenarioResult? beside)
    {
        var why = end.Fault.Length > 0
            ? $"; there is no telling why: {end.Fault}"
            : $"{InBrackets(end.How)}: it ended while {SomeOf(end.Under)} ran, and {_lost ?? "was gone"}";
        return new(requirement, Verdict.HarnessError, "harness", $"the proxy no longer accepts connections{why}",
            beside?.Duration ?? TimeSpan.Zero, beside?.Evidence ?? []);
    }

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
            return new(under, await proxy.HowItEndedAsync(limit.Token), "");
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

    private static bool Sent(ScenarioResult result) =>
        result.Evidence.Any(step => step.Kind == WireEvent.Sent && IsClients(step));

    private static bool IsClients(TranscriptEvent step) => step.Connection.StartsWith("client", StringComparison.Ordinal);

    private async Task<bool> IsBackAsync(CancellationToken stop)
    {
        foreach (var listener in Running.Listeners.Values)
        {
            if (await PortProbe.WaitAsync([listener.EndPoint], isForwarded: false, patience, stop) is null)
                return false;
        }

        return true;
    }

    private async Task<bool> RefusesAsync()
    {
        foreach (var listener in Running.Listeners.Values)
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
