using ConformanceKit.Model;
using ConformanceKit.Wire.Http2;
using FluentAssertions;
using FluentAssertions.Primitives;

namespace ConformanceKit.Grading;

/// <summary>What can be asserted about a connection in HTTP/2.</summary>
public sealed class Http2ClientAssertions : ReferenceTypeAssertions<Http2Client, Http2ClientAssertions>
{
    internal Http2ClientAssertions(Http2Client client)
        : base(client)
    {
    }

    /// <inheritdoc/>
    protected override string Identifier => "client";

    /// <summary>So far the proxy has sent no more DATA than it was allowed to (RFC 9113 §6.9.1; <c>flow-control</c>).</summary>
    /// <param name="because">Why.</param>
    /// <param name="becauseArgs">Arguments of <paramref name="because"/>.</param>
    /// <returns>For <c>.And</c>.</returns>
    public AndConstraint<Http2ClientAssertions> HaveKeptToItsWindows(string because = "", params object[] becauseArgs)
    {
        var overruns = Subject.Overruns;
        Grade.That(
            overruns.Count == 0,
            ReasonIds.FlowControl,
            () => $"{Subject.Name}: expected no more DATA than the windows allow, but got {overruns[0].Frame}",
            because,
            becauseArgs,
            () => overruns.Select(overrun => overrun.Place));
        return new(this);
    }

    /// <summary>The connection still works: the proxy answers PING (RFC 9113 §6.7).</summary>
    /// <param name="because">Why.</param>
    /// <param name="becauseArgs">Arguments of <paramref name="because"/>.</param>
    /// <returns>Completes when it has answered.</returns>
    public async Task AnswerPingAsync(string because = "", params object[] becauseArgs)
    {
        try
        {
            await Subject.PingAsync();
        }
        catch (RequirementBrokenException broken)
        {
            Grade.That(false, broken.ReasonId, () => broken.Message, because, becauseArgs, () => broken.Marks);
        }
    }
}
