using ConformanceKit.Model;
using ConformanceKit.Origins;
using FluentAssertions;
using FluentAssertions.Primitives;

namespace ConformanceKit.Grading;

/// <summary>What can be asserted about what an origin saw.</summary>
public sealed class OriginAssertions : ReferenceTypeAssertions<Origin, OriginAssertions>
{
    internal OriginAssertions(Origin origin)
        : base(origin)
    {
    }

    /// <inheritdoc/>
    protected override string Identifier => "origin";

    /// <summary>
    /// The proxy has established no connection so far, proven by <see cref="Origin.SentinelAsync"/> (<c>origin-contacted</c>).
    /// </summary>
    /// <param name="because">Why.</param>
    /// <param name="becauseArgs">Arguments of <paramref name="because"/>.</param>
    /// <returns>Completes when it is proven.</returns>
    public async Task HaveSeenNoConnectionAsync(string because = "", params object[] becauseArgs)
    {
        var count = await Subject.SentinelAsync();
        Grade.That(
            count == 0,
            ReasonIds.OriginContacted,
            () => $"expected no connection from the proxy to {Subject.Authority}, but there "
                + $"{(count == 1 ? "was one" : $"were {count}")}{Sent(", which sent ")}",
            because,
            becauseArgs,
            () => [.. Subject.Openings, .. Subject.Arrivals]);
    }

    /// <summary>
    /// The proxy has sent nothing, though it may have connected, proven by <see cref="Origin.ReceivedAsync"/>
    /// (<c>origin-contacted</c>).
    /// </summary>
    /// <param name="because">Why.</param>
    /// <param name="becauseArgs">Arguments of <paramref name="because"/>.</param>
    /// <returns>Completes when it is proven.</returns>
    public async Task HaveReceivedNothingAsync(string because = "", params object[] becauseArgs)
    {
        var received = await Subject.ReceivedAsync();
        Grade.That(
            received == 0,
            ReasonIds.OriginContacted,
            () => $"expected the proxy to send nothing to {Subject.Authority}, but it sent {Sent("")}",
            because,
            becauseArgs,
            () => Subject.Arrivals);
    }

    /// <summary>
    /// The proxy has established this many connections so far, proven by <see cref="Origin.SentinelAsync"/>
    /// (<c>origin-count</c>).
    /// </summary>
    /// <param name="expected">How many.</param>
    /// <param name="because">Why.</param>
    /// <param name="becauseArgs">Arguments of <paramref name="because"/>.</param>
    /// <returns>Completes when it is proven.</returns>
    public async Task HaveSeenConnectionsAsync(int expected, string because = "", params object[] becauseArgs)
    {
        var count = await Subject.SentinelAsync();
        Grade.That(
            count == expected,
            ReasonIds.OriginCount,
            () => $"expected {Number(expected, "connection")} from the proxy to {Subject.Authority}, but there were {count}",
            because,
            becauseArgs,
            () => count > expected
                ? Subject.Openings.Skip(expected)
                : [Subject.Missing($"expected {Number(expected, "connection")} by now")]);
    }

    /// <summary>An HTTP origin has seen this many requests so far (<c>origin-count</c>).</summary>
    /// <param name="expected">How many.</param>
    /// <param name="because">Why.</param>
    /// <param name="becauseArgs">Arguments of <paramref name="because"/>.</param>
    /// <returns>For <c>.And</c>.</returns>
    public AndConstraint<OriginAssertions> HaveSeenRequests(int expected, string because = "", params object[] becauseArgs)
    {
        var requests = ((HttpOrigin)Subject).Requests;
        Grade.That(
            requests.Count == expected,
            ReasonIds.OriginCount,
            () => $"expected {Number(expected, "request")} at {Subject.Authority}, but there were {requests.Count}"
                + string.Concat(requests.Select(request => $", \"{request}\"")),
            because,
            becauseArgs,
            () => requests.Count > expected
                ? requests.Skip(expected).SelectMany(request => request.Marks.StartLine)
                : [Subject.Missing($"expected {Number(expected, "request")} by now")]);
        return new(this);
    }

    private string Sent(string before) => Subject.ReceivedStart.Length > 0 ? $"{before}\"{Subject.ReceivedStart}\"" : "";

    private static string Number(int count, string what) => count == 1 ? $"one {what}" : $"{count} {what}s";
}
