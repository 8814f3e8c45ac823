using ConformanceKit.Model;
using ConformanceKit.Wire;
using FluentAssertions;

namespace ConformanceKit.Grading;

/// <summary>What can be asserted about a response.</summary>
public sealed class WireResponseAssertions : WireMessageAssertions<WireResponse, WireResponseAssertions>
{
    internal WireResponseAssertions(WireResponse response)
        : base(response)
    {
    }

    /// <inheritdoc/>
    protected override string Identifier => "response";

    /// <summary>The status is 2xx (<c>not-successful</c>). The reason phrase is never graded.</summary>
    /// <param name="because">Why.</param>
    /// <param name="becauseArgs">Arguments of <paramref name="because"/>.</param>
    /// <returns>For <c>.And</c>.</returns>
    public AndConstraint<WireResponseAssertions> BeSuccessful(string because = "", params object[] becauseArgs) => Check(
        Subject.IsSuccessful, ReasonIds.NotSuccessful, () => $"expected a 2xx, but got {Message}", because, becauseArgs);

    /// <summary>The status is one of these (<c>accepted</c> for an unwanted 2xx, otherwise <c>status</c>).</summary>
    /// <param name="statusCodes">The status codes that are acceptable.</param>
    /// <returns>For <c>.And</c>.</returns>
    public AndConstraint<WireResponseAssertions> HaveStatus(params int[] statusCodes) => Check(
        statusCodes.Contains(Subject.StatusCode),
        Subject.IsSuccessful && statusCodes.All(code => code >= 300) ? ReasonIds.Accepted : ReasonIds.Status,
        () => $"expected {string.Join(" or ", statusCodes)}, but got {Message}");

    /// <summary>The status is not this one (<c>status</c>).</summary>
    /// <param name="statusCode">The status code that must not come.</param>
    /// <param name="because">Why.</param>
    /// <param name="becauseArgs">Arguments of <paramref name="because"/>.</param>
    /// <returns>For <c>.And</c>.</returns>
    public AndConstraint<WireResponseAssertions> NotHaveStatus(int statusCode, string because = "",
        params object[] becauseArgs) => Check(
        Subject.StatusCode != statusCode,
        ReasonIds.Status,
        () => $"expected anything but {statusCode}, but got {Message}",
        because,
        becauseArgs);

    /// <summary>The status is not a 5xx (<c>status</c>).</summary>
    /// <param name="because">Why.</param>
    /// <param name="becauseArgs">Arguments of <paramref name="because"/>.</param>
    /// <returns>For <c>.And</c>.</returns>
    public AndConstraint<WireResponseAssertions> NotBeServerError(string because = "", params object[] becauseArgs) => Check(
        Subject.StatusCode is < 500 or > 599, ReasonIds.Status, () => $"expected no 5xx, but got {Message}", because,
        becauseArgs);

    /// <summary>A complete 5xx (<c>accepted</c>, <c>not-rejected</c>, <c>status</c>, <c>body-incomplete</c>).</summary>
    /// <param name="because">Why.</param>
    /// <param name="becauseArgs">Arguments of <paramref name="because"/>.</param>
    /// <returns>For <c>.And</c>.</returns>
    public AndConstraint<WireResponseAssertions> BeServerError(string because = "", params object[] becauseArgs)
    {
        BeRejection(because, becauseArgs);
        return Check(
            Subject.StatusCode >= 500, ReasonIds.Status, () => $"expected a 5xx, but got {Message}", because, becauseArgs);
    }

    /// <summary>A complete 4xx or 5xx (<c>accepted</c>, <c>not-rejected</c>, <c>body-incomplete</c>).</summary>
    /// <param name="because">Why.</param>
    /// <param name="becauseArgs">Arguments of <paramref name="because"/>.</param>
    /// <returns>For <c>.And</c>.</returns>
    public AndConstraint<WireResponseAssertions> BeRejection(string because = "", params object[] becauseArgs)
    {
        Check(!Subject.IsSuccessful, ReasonIds.Accepted, () => $"expected a 4xx or 5xx, but got {Message}", because, becauseArgs);
        Check(
            Subject.StatusCode is >= 400 and <= 599,
            ReasonIds.NotRejected,
            () => $"expected a 4xx or 5xx, but got {Message}",
            because,
            becauseArgs);
        return HaveCompleteBody(because, becauseArgs);
    }

    /// <summary>The version in the status line (<c>version</c>).</summary>
    /// <param name="version">For instance <c>HTTP/1.1</c>.</param>
    /// <param name="because">Why.</param>
    /// <param name="becauseArgs">Arguments of <paramref name="because"/>.</param>
    /// <returns>For <c>.And</c>.</returns>
    public AndConstraint<WireResponseAssertions> HaveVersion(string version, string because = "", params object[] becauseArgs) =>
        Check(Subject.Version == version, ReasonIds.Version, () => $"expected {version}, but got {Message}", because,
            becauseArgs);

    /// <summary>
    /// There is a space after the status code, even without a reason phrase (RFC 9112 §4; <c>status-line</c>).
    /// </summary>
    /// <param name="because">Why.</param>
    /// <param name="becauseArgs">Arguments of <paramref name="because"/>.</param>
    /// <returns>For <c>.And</c>.</returns>
    public AndConstraint<WireResponseAssertions> HaveStatusLineSpace(string because = "", params object[] becauseArgs) => Check(
        Subject.RawStatusLine.StartsWith($"{Subject.Version} {Subject.StatusCode:000} ", StringComparison.Ordinal),
        ReasonIds.StatusLine,
        () => $"expected single spaces around the status code, the second one even without a reason phrase, but got {Message}",
        because,
        becauseArgs);
}
