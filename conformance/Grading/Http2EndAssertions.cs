using ConformanceKit.Model;
using ConformanceKit.Wire.Http2;
using FluentAssertions;
using FluentAssertions.Primitives;

namespace ConformanceKit.Grading;

/// <summary>What can be asserted about the end of a connection in HTTP/2.</summary>
public sealed class Http2EndAssertions : ReferenceTypeAssertions<Http2End, Http2EndAssertions>
{
    internal Http2EndAssertions(Http2End end)
        : base(end)
    {
    }

    /// <inheritdoc/>
    protected override string Identifier => "end";

    /// <summary>
    /// It is an error of the connection with one of these codes (RFC 9113 §5.4.1; <c>error-code</c>, <c>malformed-frame</c>).
    /// GOAWAY should name the code; a connection that ends without it counts too.
    /// </summary>
    /// <param name="codes">Any of <see cref="ErrorCodes"/>; with none, whatever error.</param>
    /// <returns>For <c>.And</c>.</returns>
    public AndConstraint<Http2EndAssertions> BeAnError(params uint[] codes)
    {
        var expected = $"GOAWAY {string.Join(" or ", codes.Select(ErrorCodes.NameOf))}".TrimEnd(' ');
        Check(Subject.Kind != Http2EndKind.Malformed, ReasonIds.MalformedFrame, expected);
        return Check(
            Subject.Code is not { } code || (codes.Length == 0 ? code != ErrorCodes.NoError : codes.Contains(code)),
            ReasonIds.ErrorCode,
            expected);
    }

    private AndConstraint<Http2EndAssertions> Check(bool holds, string reasonId, string expected)
    {
        var isNamed = Subject.Kind == Http2EndKind.GoAway || Subject.Code is null;
        var code = isNamed ? "" : $" after GOAWAY {ErrorCodes.NameOf(Subject.Code!.Value)}";
        Grade.That(holds, reasonId, () => $"expected {expected}, but the proxy {Subject.Text}{code}", "", [],
            () => Subject.GoAway is { } away ? [away.Place] : Subject.Marks);
        return new(this);
    }
}
