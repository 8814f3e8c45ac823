using System.Text;
using ConformanceKit.Model;
using ConformanceKit.Wire.Http2;
using FluentAssertions;
using FluentAssertions.Primitives;

namespace ConformanceKit.Grading;

/// <summary>What can be asserted about the end of a stream.</summary>
public sealed class StreamEndAssertions : ReferenceTypeAssertions<StreamEnd, StreamEndAssertions>
{
    internal StreamEndAssertions(StreamEnd end)
        : base(end)
    {
    }

    /// <inheritdoc/>
    protected override string Identifier => "end";

    /// <summary>It ended with END_STREAM (<c>end-not-fin</c>).</summary>
    /// <param name="because">Why.</param>
    /// <param name="becauseArgs">Arguments of <paramref name="because"/>.</param>
    /// <returns>For <c>.And</c>.</returns>
    public AndConstraint<StreamEndAssertions> BeEndStream(string because = "", params object[] becauseArgs) => Check(
        Subject.Kind == StreamEndKind.EndStream, ReasonIds.EndNotFin, () => $"expected END_STREAM, but {Facts}", because,
        becauseArgs);

    /// <summary>
    /// It ended with RST_STREAM (<c>end-not-reset</c>) and one of these codes (<c>error-code</c>).
    /// </summary>
    /// <param name="codes">Any of <see cref="ErrorCodes"/>; with none, whatever the code.</param>
    /// <returns>For <c>.And</c>.</returns>
    public AndConstraint<StreamEndAssertions> BeReset(params uint[] codes)
    {
        var expected = $"RST_STREAM {string.Join(" or ", codes.Select(ErrorCodes.NameOf))}".TrimEnd(' ');
        Check(Subject.Kind == StreamEndKind.Reset, ReasonIds.EndNotReset, () => $"expected {expected}, but {Facts}");
        return Check(codes.Length == 0 || codes.Contains(Subject.Code!.Value), ReasonIds.ErrorCode,
            () => $"expected {expected}, but {Facts}");
    }

    /// <summary>
    /// It ended with an error of the stream or of the whole connection (<c>end-not-reset</c>) and one of these codes
    /// (<c>error-code</c>).
    /// </summary>
    /// <param name="codes">Any of <see cref="ErrorCodes"/>; with none, whatever error.</param>
    /// <returns>For <c>.And</c>.</returns>
    public AndConstraint<StreamEndAssertions> BeAnError(params uint[] codes)
    {
        var expected = $"an error of the stream or the connection {string.Join(" or ", codes.Select(ErrorCodes.NameOf))}"
            .TrimEnd(' ');
        Check(Subject.Kind != StreamEndKind.EndStream, ReasonIds.EndNotReset, () => $"expected {expected}, but {Facts}");
        return Check(
            Subject.Code is not { } code || (codes.Length == 0 ? code != ErrorCodes.NoError : codes.Contains(code)),
            ReasonIds.ErrorCode,
            () => $"expected {expected}, but {Facts}");
    }

    /// <summary>Exactly these bytes came before the end (<c>bytes-differ</c>).</summary>
    /// <param name="expected">The bytes.</param>
    /// <param name="because">Why.</param>
    /// <param name="becauseArgs">Arguments of <paramref name="because"/>.</param>
    /// <returns>For <c>.And</c>.</returns>
    public AndConstraint<StreamEndAssertions> HaveBytes(byte[] expected, string because = "", params object[] becauseArgs)
    {
        Subject.Bytes.Should().Equal(expected, because, becauseArgs);
        return new(this);
    }

    /// <summary>Exactly this text came before the end (<c>bytes-differ</c>).</summary>
    /// <param name="latin1">The text, each character one byte.</param>
    /// <param name="because">Why.</param>
    /// <param name="becauseArgs">Arguments of <paramref name="because"/>.</param>
    /// <returns>For <c>.And</c>.</returns>
    public AndConstraint<StreamEndAssertions> HaveBytes(string latin1, string because = "", params object[] becauseArgs) =>
        HaveBytes(Encoding.Latin1.GetBytes(latin1), because, becauseArgs);

    /// <summary>This many bytes with this hash came before the end (<c>bytes-differ</c>).</summary>
    /// <param name="length">How many.</param>
    /// <param name="sha256">Their SHA-256 as lower-case hex.</param>
    /// <param name="because">Why.</param>
    /// <param name="becauseArgs">Arguments of <paramref name="because"/>.</param>
    /// <returns>For <c>.And</c>.</returns>
    public AndConstraint<StreamEndAssertions> HaveHash(
        long length, string sha256, string because = "", params object[] becauseArgs) => Check(
        Subject.Length == length && Subject.Sha256 == sha256,
        ReasonIds.BytesDiffer,
        () => $"expected {length} bytes with SHA-256 {sha256}, but got {Subject.Length} with {Subject.Sha256}",
        because,
        becauseArgs,
        () => Subject.Length < length || Subject.Read is null ? Subject.Marks : [Subject.Read]);

    private string Facts => $"the proxy {Subject.Text} after {Subject.Length} bytes";

    private AndConstraint<StreamEndAssertions> Check(
        bool holds, string reasonId, Func<string> facts, string because = "", object[]? becauseArgs = null,
        Func<IEnumerable<Mark>>? marks = null)
    {
        Grade.That(holds, reasonId, facts, because, becauseArgs ?? [], marks ?? (() => Subject.Marks));
        return new(this);
    }
}
