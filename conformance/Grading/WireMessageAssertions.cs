using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;
using ConformanceKit.Model;
using ConformanceKit.Wire;
using FluentAssertions;
using FluentAssertions.Primitives;

namespace ConformanceKit.Grading;

/// <summary>What can be asserted about requests and responses alike.</summary>
/// <typeparam name="TMessage">The kind of message.</typeparam>
/// <typeparam name="TAssertions">The assertions of that kind.</typeparam>
public abstract class WireMessageAssertions<TMessage, TAssertions> : ReferenceTypeAssertions<TMessage, TAssertions>
    where TMessage : WireMessage
    where TAssertions : WireMessageAssertions<TMessage, TAssertions>
{
    private protected WireMessageAssertions(TMessage subject)
        : base(subject)
    {
    }

    /// <summary>The field is present (<c>field-absent</c>).</summary>
    /// <param name="name">Its name; case is ignored.</param>
    /// <param name="because">Why.</param>
    /// <param name="becauseArgs">Arguments of <paramref name="because"/>.</param>
    /// <returns>For <c>.And</c>.</returns>
    public AndConstraint<TAssertions> HaveField(string name, string because = "", params object[] becauseArgs) =>
        Check(Subject.HasField(name), ReasonIds.FieldAbsent, () => $"expected {name} in {Message}, but it is missing", because,
            becauseArgs, () => Subject.Marks.Fields(name));

    /// <summary>The field is not present, not even empty (<c>field-present</c>).</summary>
    /// <param name="name">Its name; case is ignored.</param>
    /// <param name="because">Why.</param>
    /// <param name="becauseArgs">Arguments of <paramref name="because"/>.</param>
    /// <returns>For <c>.And</c>.</returns>
    public AndConstraint<TAssertions> NotHaveField(string name, string because = "", params object[] becauseArgs) => Check(
        !Subject.HasField(name), ReasonIds.FieldPresent, () => $"expected no {name} in {Message}, but found {Lines(name)}",
        because, becauseArgs, () => Subject.Marks.Fields(name));

    /// <summary>The field is not among the trailers (<c>field-present</c>).</summary>
    /// <param name="name">Its name; case is ignored.</param>
    /// <param name="because">Why.</param>
    /// <param name="becauseArgs">Arguments of <paramref name="because"/>.</param>
    /// <returns>For <c>.And</c>.</returns>
    public AndConstraint<TAssertions> NotHaveTrailer(string name, string because = "", params object[] becauseArgs) => Check(
        !Subject.Trailers.Any(line => line.Is(name)),
        ReasonIds.FieldPresent,
        () => $"expected no {name} among the trailers of {Message}, but found it",
        because,
        becauseArgs,
        () => Subject.Marks.Fields(name));

    /// <summary>One of the field's lines has exactly this value (<c>field-absent</c>, <c>field-value</c>).</summary>
    /// <param name="name">Its name; case is ignored.</param>
    /// <param name="value">The value, compared byte for byte.</param>
    /// <param name="because">Why.</param>
    /// <param name="becauseArgs">Arguments of <paramref name="because"/>.</param>
    /// <returns>For <c>.And</c>.</returns>
    public AndConstraint<TAssertions> HaveFieldValue(string name, string value, string because = "", params object[] becauseArgs)
    {
        HaveField(name, because, becauseArgs);
        return Check(
            Subject.Values(name).Contains(value),
            ReasonIds.FieldValue,
            () => $"expected \"{name}: {ByteText.Escape(value)}\" in {Message}, but found {Lines(name)}",
            because,
            becauseArgs,
            () => Subject.Marks.Fields(name));
    }

    /// <summary>
    /// The field has exactly one line, with this value (<c>field-absent</c>, <c>field-repeated</c>, <c>field-value</c>).
    /// </summary>
    /// <param name="name">Its name; case is ignored.</param>
    /// <param name="value">The value, compared byte for byte.</param>
    /// <param name="because">Why.</param>
    /// <param name="becauseArgs">Arguments of <paramref name="because"/>.</param>
    /// <returns>For <c>.And</c>.</returns>
    public AndConstraint<TAssertions> HaveSingleField(string name, string value, string because = "", params object[] becauseArgs)
    {
        HaveField(name, because, becauseArgs);
        Check(
            Subject.Values(name).Count <= 1,
            ReasonIds.FieldRepeated,
            () => $"expected one {name} in {Message}, but found {Lines(name)}",
            because,
            becauseArgs,
            () => Subject.Marks.Fields(name));
        return HaveFieldValue(name, value, because, becauseArgs);
    }

    /// <summary>The field's lines have exactly these values in this order (<c>field-value</c>).</summary>
    /// <param name="name">Its name; case is ignored.</param>
    /// <param name="values">The values in order.</param>
    /// <returns>For <c>.And</c>.</returns>
    public AndConstraint<TAssertions> HaveFieldLines(string name, params string[] values) => Check(
        Subject.Values(name).SequenceEqual(values),
        ReasonIds.FieldValue,
        () => $"expected the {name} lines {string.Join(", ", values.Select(value => $"\"{ByteText.Escape(value)}\""))} in "
            + $"{Message}, but found {Lines(name)}",
        marks: () => Subject.Marks.Fields(name));

    /// <summary>
    /// The field's value, its lines joined by a comma, matches a pattern (<c>field-absent</c>, <c>field-value</c>).
    /// </summary>
    /// <param name="name">Its name; case is ignored.</param>
    /// <param name="example">A matching value, for people to read.</param>
    /// <param name="pattern">The pattern.</param>
    /// <param name="because">Why.</param>
    /// <param name="becauseArgs">Arguments of <paramref name="because"/>.</param>
    /// <returns>For <c>.And</c>.</returns>
    public AndConstraint<TAssertions> HaveFieldMatching(
        string name, string example, [StringSyntax(StringSyntaxAttribute.Regex)] string pattern, string because = "",
        params object[] becauseArgs)
    {
        HaveField(name, because, becauseArgs);
        return Check(
            Regex.IsMatch(Subject.Field(name) ?? "", pattern),
            ReasonIds.FieldValue,
            () => $"expected {name} such as \"{example}\" in {Message}, but found {Lines(name)}",
            because,
            becauseArgs,
            () => Subject.Marks.Fields(name));
    }

    /// <summary>A list field has this member (<c>field-value</c>).</summary>
    /// <param name="name">The field's name; case is ignored.</param>
    /// <param name="member">The member; case is ignored.</param>
    /// <param name="because">Why.</param>
    /// <param name="becauseArgs">Arguments of <paramref name="because"/>.</param>
    /// <returns>For <c>.And</c>.</returns>
    public AndConstraint<TAssertions> HaveMember(string name, string member, string because = "",
        params object[] becauseArgs) => Check(
        HasMember(name, member),
        ReasonIds.FieldValue,
        () => $"expected \"{name}: {member}\" in {Message}, but found {Lines(name)}",
        because,
        becauseArgs,
        () => Subject.Marks.Fields(name));

    /// <summary>No line of a list field has this member (<c>field-value</c>).</summary>
    /// <param name="name">The field's name; case is ignored.</param>
    /// <param name="member">The member; case is ignored.</param>
    /// <param name="because">Why.</param>
    /// <param name="becauseArgs">Arguments of <paramref name="because"/>.</param>
    /// <returns>For <c>.And</c>.</returns>
    public AndConstraint<TAssertions> NotHaveMember(string name, string member, string because = "",
        params object[] becauseArgs) => Check(
        !HasMember(name, member),
        ReasonIds.FieldValue,
        () => $"expected no \"{member}\" among the members of {name} in {Message}, but found {Lines(name)}",
        because,
        becauseArgs,
        () => Subject.Marks.Fields(name));

    /// <summary>The body has its announced end (<c>body-incomplete</c>).</summary>
    /// <param name="because">Why.</param>
    /// <param name="becauseArgs">Arguments of <paramref name="because"/>.</param>
    /// <returns>For <c>.And</c>.</returns>
    public AndConstraint<TAssertions> HaveCompleteBody(string because = "", params object[] becauseArgs) => Check(
        Subject.BodyEnd.Kind != BodyEndKind.Incomplete,
        ReasonIds.BodyIncomplete,
        () => $"expected a complete body in {Message}, but it is incomplete: {Subject.BodyEnd.Reason}",
        because,
        becauseArgs,
        () => Subject.Marks.End);

    /// <summary>The body ends before its announced end, so that its recipient can tell (<c>body-complete</c>).</summary>
    /// <param name="because">Why.</param>
    /// <param name="becauseArgs">Arguments of <paramref name="because"/>.</param>
    /// <returns>For <c>.And</c>.</returns>
    public AndConstraint<TAssertions> HaveIncompleteBody(string because = "", params object[] becauseArgs) => Check(
        Subject.BodyEnd.Kind == BodyEndKind.Incomplete,
        ReasonIds.BodyComplete,
        () => $"expected the body of {Message} to stop short of its announced end, but it looks complete with "
            + $"{Subject.Body.Length} bytes",
        because,
        becauseArgs,
        () => Subject.Marks.Body);

    /// <summary>There is not one byte of a body (<c>body-present</c>).</summary>
    /// <param name="because">Why.</param>
    /// <param name="becauseArgs">Arguments of <paramref name="because"/>.</param>
    /// <returns>For <c>.And</c>.</returns>
    public AndConstraint<TAssertions> HaveNoBody(string because = "", params object[] becauseArgs) => Check(
        Subject.Body.Length == 0,
        ReasonIds.BodyPresent,
        () => $"expected no body in {Message}, but found \"{ByteText.Escape(Subject.Body)}\"",
        because,
        becauseArgs,
        () => Subject.Marks.Body);

    /// <summary>There is a body of at least one byte (<c>body-empty</c>).</summary>
    /// <param name="because">Why.</param>
    /// <param name="becauseArgs">Arguments of <paramref name="because"/>.</param>
    /// <returns>For <c>.And</c>.</returns>
    public AndConstraint<TAssertions> HaveNonEmptyBody(string because = "", params object[] becauseArgs) => Check(
        Subject.Body.Length > 0, ReasonIds.BodyEmpty, () => $"expected a body in {Message}, but it is empty", because,
        becauseArgs,
        () => Subject.Marks.Body);

    /// <summary>The body is complete and exactly this text (<c>body-incomplete</c>, <c>body-differs</c>).</summary>
    /// <param name="latin1">The body, each character one byte.</param>
    /// <param name="because">Why.</param>
    /// <param name="becauseArgs">Arguments of <paramref name="because"/>.</param>
    /// <returns>For <c>.And</c>.</returns>
    public AndConstraint<TAssertions> HaveBody(string latin1, string because = "", params object[] becauseArgs)
    {
        HaveCompleteBody(because, becauseArgs);
        return Check(
            Subject.BodyText == latin1,
            ReasonIds.BodyDiffers,
            () => $"expected the body \"{ByteText.Escape(latin1)}\" in {Message}, but found \"{ByteText.Escape(Subject.Body)}\"",
            because,
            becauseArgs,
            () => Subject.Marks.Body);
    }

    /// <summary>The message as it appears in a sentence.</summary>
    private protected string Message => $"\"{Subject}\"";

    // Unless it says otherwise, a failure points at the start line.
    private protected AndConstraint<TAssertions> Check(
        bool holds, string reasonId, Func<string> facts, string because = "", object[]? becauseArgs = null,
        Func<IEnumerable<Mark>>? marks = null)
    {
        Grade.That(holds, reasonId, facts, because, becauseArgs ?? [], marks ?? (() => Subject.Marks.StartLine));
        return new((TAssertions)this);
    }

    private bool HasMember(string name, string member) =>
        Subject.Members(name).Contains(member, StringComparer.OrdinalIgnoreCase);

    private string Lines(string name)
    {
        var lines = Subject.Fields.Where(field => field.Is(name)).Select(field => $"\"{field}\"").ToArray();
        return lines.Length == 0 ? "none" : string.Join(", ", lines);
    }
}
