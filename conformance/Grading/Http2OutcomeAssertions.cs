using ConformanceKit.Model;
using ConformanceKit.Wire.Http2;
using FluentAssertions;
using FluentAssertions.Primitives;

namespace ConformanceKit.Grading;

/// <summary>What can be asserted about what became of a request in HTTP/2.</summary>
public sealed class Http2OutcomeAssertions : ReferenceTypeAssertions<Http2Outcome, Http2OutcomeAssertions>
{
    internal Http2OutcomeAssertions(Http2Outcome outcome)
        : base(outcome)
    {
    }

    /// <inheritdoc/>
    protected override string Identifier => "outcome";

    /// <summary>
    /// It was taken for malformed (RFC 9113 §8.1.1): there is an error of the stream, and perhaps a 4xx before it. The whole
    /// connection may end too (§5.4.1). (<c>accepted</c>, <c>status</c>, <c>end-not-reset</c>, <c>error-code</c>.)
    /// </summary>
    /// <param name="because">Why.</param>
    /// <param name="becauseArgs">Arguments of <paramref name="because"/>.</param>
    /// <returns>For <c>.And</c>.</returns>
    public AndConstraint<Http2OutcomeAssertions> BeMalformed(string because = "", params object[] becauseArgs)
    {
        const string expected = "expected an error of the stream, or a 4xx";
        Check(Subject.Response is not { IsSuccessful: true }, ReasonIds.Accepted, expected, because, becauseArgs);
        Check(Subject.Response is null or { Status: >= 400 and <= 499 }, ReasonIds.Status, expected, because, becauseArgs);

        // A 4xx closes the stream as well as an error would.
        if (Subject.Response is not null)
            return new(this);
        Check(Subject.End is not { Kind: StreamEndKind.EndStream }, ReasonIds.EndNotReset, expected, because, becauseArgs);
        return Check(Subject.End is not { Code: ErrorCodes.NoError }, ReasonIds.ErrorCode, expected, because, becauseArgs);
    }

    /// <summary>
    /// It was refused: with a 4xx or 5xx, or taken for malformed (<c>accepted</c>, <c>not-rejected</c>, <c>end-not-reset</c>,
    /// <c>error-code</c>).
    /// </summary>
    /// <param name="because">Why.</param>
    /// <param name="becauseArgs">Arguments of <paramref name="because"/>.</param>
    /// <returns>For <c>.And</c>.</returns>
    public AndConstraint<Http2OutcomeAssertions> BeRefused(string because = "", params object[] becauseArgs)
    {
        const string expected = "expected a 4xx or 5xx, or an error of the stream";
        if (Subject.Response is not { } response)
            return BeMalformed(because, becauseArgs);
        Check(!response.IsSuccessful, ReasonIds.Accepted, expected, because, becauseArgs);
        return Check(response.Status is >= 400 and <= 599, ReasonIds.NotRejected, expected, because, becauseArgs);
    }

    private AndConstraint<Http2OutcomeAssertions> Check(
        bool holds, string reasonId, string expected, string because, object[] becauseArgs)
    {
        Grade.That(holds, reasonId, () => $"{Subject.Stream}: {expected}, but the proxy {Subject}", because, becauseArgs,
            () => Subject.Marks);
        return new(this);
    }
}
