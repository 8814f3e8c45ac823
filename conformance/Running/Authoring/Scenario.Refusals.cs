using System.Net.Sockets;
using ConformanceKit.Grading;
using ConformanceKit.Model;
using ConformanceKit.Origins;
using ConformanceKit.Wire;

namespace ConformanceKit.Running.Authoring;

/// <content>Requests that have to be refused, all graded by <see cref="RefusalRule"/>.</content>
public abstract partial class Scenario
{
    /// <summary>Sends a request that has to be refused, and of which no byte may be forwarded.</summary>
    /// <param name="client">A connection to the proxy.</param>
    /// <param name="request">The request, each character one byte.</param>
    /// <param name="because">Why it has to be refused; continues "because".</param>
    /// <param name="meant">
    /// The origin that a lenient reading of the request leads to, or null where no reading may succeed. Its script reads.
    /// </param>
    /// <param name="guesses">Origins that only a guess leads to, or that must not be reached at all; they read too.</param>
    /// <returns>The response, with its body read, or null if there was none: the connection has ended, or is silent.</returns>
    /// <exception cref="RequirementBrokenException">It is not refused.</exception>
    protected async Task<WireResponse?> AssertRefusedAsync(
        WireConnection client, string request, string because, Origin? meant, params Origin[] guesses)
    {
        var answer = await RefusalAnswer.AskAsync(client, request, Waits.Reply, Cancel);
        return Judged(answer, await RefusalSighting.OfBytesAsync(meant, guesses, Cancel), because);
    }

    /// <summary>
    /// The same where the fault comes late in the body: what precedes it may already have been forwarded, but the origin must not
    /// get anything that looks complete.
    /// </summary>
    /// <param name="client">A connection to the proxy.</param>
    /// <param name="request">The request, each character one byte.</param>
    /// <param name="because">Why it has to be refused; continues "because".</param>
    /// <param name="origin">The origin that it is for.</param>
    /// <returns>The response, or null where there was none.</returns>
    /// <exception cref="RequirementBrokenException">It is not refused.</exception>
    protected async Task<WireResponse?> AssertBodyRefusedAsync(WireConnection client, string request, string because,
        HttpOrigin origin)
    {
        var answer = await RefusalAnswer.AskAsync(client, request, Waits.Reply, Cancel);
        return Judged(answer, await RefusalSighting.OfMessagesAsync(origin, Cancel), because);
    }

    /// <summary>
    /// Sends a request that may be refused, or repaired and forwarded. The caller judges a request that was forwarded completely;
    /// an error status that comes with it can only be that of the origin, which rejected what it got.
    /// </summary>
    /// <param name="client">A connection to the proxy.</param>
    /// <param name="request">The request, each character one byte.</param>
    /// <param name="because">Why it may be refused; continues "because".</param>
    /// <param name="origin">The origin that it is for.</param>
    /// <param name="within">How long to wait for an answer; by default <see cref="Waits.Reply"/>.</param>
    /// <returns>The response, or null where there was none; and what was forwarded, or null where it was refused.</returns>
    /// <exception cref="RequirementBrokenException">It is refused and forwarded, or neither.</exception>
    protected async Task<(WireResponse? Response, WireRequest? Forwarded)> ForwardedUnlessRefusedAsync(
        WireConnection client, string request, string because, HttpOrigin origin, TimeSpan? within = null)
    {
        var answer = await RefusalAnswer.AskAsync(client, request, within ?? Waits.Reply, Cancel);
        var isRefused = answer.Response?.StatusCode is >= 400 and <= 599 && origin.Rejected.Count == 0;
        if (origin.Requests.Count > 0 && !isRefused)
            return (answer.Response, origin.Requests[0]);
        return (Judged(answer, await RefusalSighting.OfBytesAsync(origin, [], Cancel), because), null);
    }

    /// <summary>
    /// Sends a valid request whose clause says how it is forwarded. It is a warning if the proxy answers it itself, for instance
    /// with a filter's page, or not at all, without contacting the origin.
    /// </summary>
    /// <param name="client">A connection to the proxy.</param>
    /// <param name="request">The request, each character one byte.</param>
    /// <param name="origin">The origin that it is for.</param>
    /// <returns>What was forwarded, whatever the answer was; null if nothing was.</returns>
    /// <exception cref="RequirementBrokenException">Only a part of it is forwarded.</exception>
    protected async Task<WireRequest?> ForwardedAsync(WireConnection client, string request, HttpOrigin origin)
    {
        var answer = await RefusalAnswer.AskAsync(client, request, Waits.Reply, Cancel);
        var sighting = await RefusalSighting.OfBytesAsync(origin, [], Cancel);
        if (origin.Requests.Count > 0)
            return origin.Requests[0];
        RefusalRule.JudgeUnforwarded(answer, sighting, Context.Findings);
        return null;
    }

    /// <summary>
    /// Sends a request that the proxy has to answer itself. No answer is a warning, since the client learns nothing; the caller
    /// judges what became of the request.
    /// </summary>
    /// <param name="client">A connection to the proxy.</param>
    /// <param name="request">The request, each character one byte.</param>
    /// <returns>The response, or null where there was none.</returns>
    protected async Task<WireResponse?> AnsweredAsync(WireConnection client, string request)
    {
        var answer = await RefusalAnswer.AskAsync(client, request, Waits.Reply, Cancel);
        if (answer.Response is null)
            Warn(answer.ReasonId, $"expected the proxy's own answer, but {answer.Text}", answer.Marks);
        return answer.Response;
    }

    /// <summary>
    /// Origins on the ports that a proxy may fall back to when it cannot read one. They are closed with the scenario, and until
    /// then no other scenario has any there.
    /// </summary>
    /// <param name="script">What each does with a connection; by default nothing, and the scenario plays it itself.</param>
    /// <returns>Those on 443 and 80; none if this machine does not let the harness listen there.</returns>
    protected async Task<Origin[]> DefaultPortsAsync(OriginScript? script = null)
    {
        try
        {
            return [await Origins.ListenOnAsync(443, script), await Origins.ListenOnAsync(80, script)];
        }
        catch (NotApplicableException)
        {
            return [];
        }
    }

    /// <summary>
    /// Sends a CONNECT that has to be refused, and for which nothing may be dialled. A CONNECT with a well-formed target goes
    /// first: only a proxy that opens that tunnel can be said to refuse this one.
    /// </summary>
    /// <param name="client">A connection to the proxy.</param>
    /// <param name="request">The request, each character one byte.</param>
    /// <param name="because">Why it has to be refused; continues "because".</param>
    /// <param name="meant">The origin that a lenient reading of the target leads to, or null if no reading may succeed.</param>
    /// <param name="guesses">Origins that only a guess leads to, such as those on ports 443 and 80.</param>
    /// <returns>The response, or null where there was none.</returns>
    /// <exception cref="RequirementBrokenException">It is not refused.</exception>
    /// <exception cref="NotApplicableException">The proxy opens no tunnels at all.</exception>
    protected async Task<WireResponse?> AssertConnectRefusedAsync(
        WireConnection client, string request, string because, Origin? meant, params Origin[] guesses)
    {
        await AssertOpensTunnelsAsync(overV6: meant?.Address.AddressFamily == AddressFamily.InterNetworkV6);
        return await AssertTunnelRefusedAsync(client, request, because, Waits.Reply, meant, guesses);
    }

    /// <summary>The same for a target that the proxy cannot or must not reach, whose refusal may take longer.</summary>
    /// <param name="client">A connection to the proxy.</param>
    /// <param name="request">The request, each character one byte.</param>
    /// <param name="because">Why it has to be refused; continues "because".</param>
    /// <param name="within">How long to wait for the refusal.</param>
    /// <param name="meant">The origin that a lenient reading of the target leads to, or null if no reading may succeed.</param>
    /// <param name="guesses">Origins that must not be dialled either.</param>
    /// <returns>The response, or null where there was none.</returns>
    /// <exception cref="RequirementBrokenException">It is not refused.</exception>
    protected async Task<WireResponse?> AssertTunnelRefusedAsync(
        WireConnection client, string request, string because, TimeSpan within, Origin? meant, params Origin[] guesses)
    {
        var answer = await RefusalAnswer.AskAsync(client, request, within, Cancel);
        if (answer.Response is { IsSuccessful: true })
            await UntilDialledAsync(client, meant is null ? guesses : [meant, .. guesses]);
        return Judged(answer, await RefusalSighting.OfConnectionsAsync(meant, guesses, Cancel), because);
    }

    /// <summary>
    /// Sends a CONNECT that may be refused, or read as it is meant. The caller judges what it opened.
    /// </summary>
    /// <param name="client">A connection to the proxy.</param>
    /// <param name="request">The request, each character one byte.</param>
    /// <param name="because">Why it may be refused; continues "because".</param>
    /// <param name="meant">The origin that it is for.</param>
    /// <param name="guesses">Origins that must not be dialled.</param>
    /// <returns>The proxy's connection to the origin, where there is a tunnel to it; otherwise null.</returns>
    /// <exception cref="RequirementBrokenException">It is refused and dialled, or the tunnel leads elsewhere.</exception>
    protected async Task<WireConnection?> OpenedUnlessRefusedAsync(
        WireConnection client, string request, string because, Origin meant, params Origin[] guesses)
    {
        var answer = await RefusalAnswer.AskAsync(client, request, Waits.Reply, Cancel);
        if (answer.Response is not { IsSuccessful: true })
        {
            Judged(answer, await RefusalSighting.OfConnectionsAsync(meant, guesses, Cancel), because);
            return null;
        }

        foreach (var guess in guesses)
            await guess.Should().HaveSeenNoConnectionAsync(because);
        return await meant.NextConnectionAsync(Cancel);
    }

    /// <summary>Shows that the proxy opens tunnels at all: otherwise, a CONNECT that it refuses proves nothing.</summary>
    /// <param name="overV6">Whether to an IPv6 literal.</param>
    /// <returns>Completes when a tunnel was open; it is closed again.</returns>
    /// <exception cref="NotApplicableException">There was none.</exception>
    protected async Task AssertOpensTunnelsAsync(bool overV6 = false)
    {
        await using var origin = overV6 ? await Origins.ListenV6Async() : await Origins.ListenAsync();
        await using var client = await Proxy.DialAsync();
        var answer = await RefusalAnswer.AskAsync(client, Requests.Connect(origin.Authority), Waits.Reply, Cancel);
        if (answer.Response is not { IsSuccessful: true })
        {
            NotApplicable(
                $"the proxy opens no tunnel to {origin.Authority} either, so a refusal proves nothing: {answer.Text}");
        }
    }

    /// <summary>Sends a request that may be left without a reply.</summary>
    /// <param name="client">A connection to the proxy.</param>
    /// <param name="request">The request, each character one byte.</param>
    /// <returns>The response, or null where the connection ended without one, or there was silence for
    /// <see cref="Waits.Reply"/>.</returns>
    protected async Task<WireResponse?> AskAsync(WireConnection client, string request) =>
        (await RefusalAnswer.AskAsync(client, request, Waits.Reply, Cancel)).Response;

    // A proxy may answer 2xx before it dials, so wait until a connection arrives or the tunnel ends.
    private async Task UntilDialledAsync(WireConnection client, Origin[] origins)
    {
        if (origins.Length == 0)
            return;
        using var over = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        await client.TrySendAsync(RefusalSighting.FirstBytes, Cancel);
        var ended = client.IsClosedAsync(cancel: over.Token);
        List<Task> signs = [ended, .. origins.Select(origin => origin.NextConnectionAsync(over.Token))];
        await Task.WhenAny(signs);
        await over.CancelAsync();
        await Task.WhenAll(signs).ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None,
            TaskScheduler.Default);
    }

    private WireResponse? Judged(RefusalAnswer answer, RefusalSighting sighting, string because)
    {
        var statuses = Context.Requirement.Refusal
            ?? throw new HarnessException(
                $"Row {Context.Requirement.Row} of the catalogue does not say how it has to be refused ('refusal').");
        RefusalRule.Judge(statuses, answer, sighting, because, Context.Findings);
        return answer.Response;
    }
}
