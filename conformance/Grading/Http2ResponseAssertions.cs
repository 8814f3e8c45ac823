using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;
using ConformanceKit.Model;
using ConformanceKit.Wire.Http2;
using FluentAssertions;
using FluentAssertions.Primitives;

namespace ConformanceKit.Grading;

/// <summary>What can be asserted about a response in HTTP/2.</summary>
public sealed class Http2ResponseAssertions : ReferenceTypeAssertions<Http2Response, Http2ResponseAssertions>
{
    internal Http2ResponseAssertions(Http2Response response)
        : base(response)
    {
    }

    /// <inheritdoc/>
    protected override string Identifier => "response";

    /// <summary>The status is 2xx (<c>not-successful</c>).</summary>
    /// <param name="because">Why.</param>
    /// <param name="becauseArgs">Arguments of <paramref name="because"/>.</param>
    /// <returns>For <c>.And</c>.</returns>
    public AndConstraint<Http2ResponseAssertions> BeSuccessful(string because = "", params object[] becauseArgs) => Check(
        Subject.IsSuccessful, ReasonIds.NotSuccessful, () => $"expected a 2xx, but got {Subject}", because, becauseArgs);

    /// <summary>The status is one of these (<c>accepted</c> for an unwanted 2xx, otherwise <c>status</c>).</summary>
    /// <param name="statusCodes">The status codes that are acceptable.</param>
    /// <returns>For <c>.And</c>.</returns>
    public AndConstraint<Http2ResponseAssertions> HaveStatus(params int[] statusCodes) => Check(
        statusCodes.Contains(Subject.Status),
        Subject.IsSuccessful && statusCodes.All(code => code >= 300) ? ReasonIds.Accepted : ReasonIds.Status,
        () => $"expected {string.Join(" or ", statusCodes)}, but got {Subject}");

    /// <summary>The status is 4xx or 5xx (<c>accepted</c>, <c>not-rejected</c>).</summary>
    /// <param name="because">Why.</param>
    /// <param name="becauseArgs">Arguments of <paramref name="because"/>.</param>
    /// <returns>For <c>.And</c>.</returns>
    public AndConstraint<Http2ResponseAssertions> BeRejection(string because = "", params object[] becauseArgs) => Check(
        Subject.Status is >= 400 and <= 599,
        Subject.IsSuccessful ? ReasonIds.Accepted : ReasonIds.NotRejected,
        () => $"expected a 4xx or 5xx, but got {Subject}",
        because,
        becauseArgs);

    /// <summary>There is a field line with a name (<c>field-absent</c>).</summary>
    /// <param name="name">Its name; case is ignored.</param>
    /// <param name="because">Why.</param>
    /// <param name="becauseArgs">Arguments of <paramref name="because"/>.</param>
    /// <returns>For <c>.And</c>.</returns>
    public AndConstraint<Http2ResponseAssertions> HaveField(string name, string because = "", params object[] becauseArgs) =>
        Check(Subject.HasField(name), ReasonIds.FieldAbsent, () => $"expected {name} in {Subject}, but it is missing", because,
            becauseArgs);

    /// <summary>
    /// The values of the field lines with a name, joined by a comma, match a pattern (<c>field-absent</c>, <c>field-value</c>).
    /// </summary>
    /// <param name="name">Its name; case is ignored.</param>
    /// <param name="example">A matching value, for people to read.</param>
    /// <param name="pattern">The pattern.</param>
    /// <param name="because">Why.</param>
    /// <param name="becauseArgs">Arguments of <paramref name="because"/>.</param>
    /// <returns>For <c>.And</c>.</returns>
    public AndConstraint<Http2ResponseAssertions> HaveFieldMatching(
        string name, string example, [StringSyntax(StringSyntaxAttribute.Regex)] string pattern, string because = "",
        params object[] becauseArgs)
    {
        HaveField(name, because, becauseArgs);
        return Check(
            Regex.IsMatch(string.Join(", ", Subject.Values(name)), pattern), ReasonIds.FieldValue,
            () => $"expected {name} such as \"{example}\", but got {Subject}", because, becauseArgs);
    }

    /// <summary>There is no field line with any of these names (<c>field-present</c>).</summary>
    /// <param name="names">The names; case is ignored.</param>
    /// <returns>For <c>.And</c>.</returns>
    public AndConstraint<Http2ResponseAssertions> NotHaveField(params string[] names) => Check(
        !names.Any(Subject.HasField),
        ReasonIds.FieldPresent,
        () => $"expected no {string.Join(", ", names.Where(Subject.HasField))} in {Subject}, but found it");

    /// <summary>No field name has an upper-case letter (RFC 9113 §8.2; <c>field-name</c>).</summary>
    /// <param name="because">Why.</param>
    /// <param name="becauseArgs">Arguments of <paramref name="because"/>.</param>
    /// <returns>For <c>.And</c>.</returns>
    public AndConstraint<Http2ResponseAssertions> HaveLowerCaseNames(string because = "", params object[] becauseArgs) => Check(
        !Subject.Fields.Any(field => field.Name.Any(char.IsAsciiLetterUpper)),
        ReasonIds.FieldName,
        () => $"expected field names without an upper-case letter, but got {Subject}",
        because,
        becauseArgs);

    /// <summary>The stream stays open after it (<c>closed-early</c>).</summary>
    /// <param name="because">Why.</param>
    /// <param name="becauseArgs">Arguments of <paramref name="because"/>.</param>
    /// <returns>For <c>.And</c>.</returns>
    public AndConstraint<Http2ResponseAssertions> LeaveTheStreamOpen(string because = "", params object[] becauseArgs) => Check(
        !Subject.EndsStream, ReasonIds.ClosedEarly, () => $"expected no END_STREAM with {Subject}, but found it", because,
        becauseArgs);

    private AndConstraint<Http2ResponseAssertions> Check(
        bool holds, string reasonId, Func<string> facts, string because = "", object[]? becauseArgs = null)
    {
        Grade.That(holds, reasonId, facts, because, becauseArgs ?? [], () => Subject.Marks);
        return new(this);
    }
}
