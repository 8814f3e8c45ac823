using System.Text;
using ConformanceKit.Model;
using ConformanceKit.Wire;
using FluentAssertions;
using FluentAssertions.Primitives;

namespace ConformanceKit.Grading;

/// <summary>What can be asserted about a connection's end.</summary>
public sealed class WireEndAssertions : ReferenceTypeAssertions<WireEnd, WireEndAssertions>
{
    internal WireEndAssertions(WireEnd end)
        : base(end)
    {
    }

    /// <inheritdoc/>
    protected override string Identifier => "end";

    /// <summary>It ended with a FIN (<c>end-not-fin</c>).</summary>
    /// <param name="because">Why.</param>
    /// <param name="becauseArgs">Arguments of <paramref name="because"/>.</param>
    /// <returns>For <c>.And</c>.</returns>
    public AndConstraint<WireEndAssertions> BeFin(string because = "", params object[] becauseArgs) => Check(
        Subject.Kind == EndKind.Fin,
        ReasonIds.EndNotFin,
        () => $"expected a FIN, but got a RST after {Subject.Length} bytes",
        because,
        becauseArgs);

    /// <summary>It ended with a RST (<c>end-not-reset</c>).</summary>
    /// <param name="because">Why.</param>
    /// <param name="becauseArgs">Arguments of <paramref name="because"/>.</param>
    /// <returns>For <c>.And</c>.</returns>
    public AndConstraint<WireEndAssertions> BeReset(string because = "", params object[] becauseArgs) => Check(
        Subject.Kind == EndKind.Reset,
        ReasonIds.EndNotReset,
        () => $"expected a RST, but got a FIN after {Subject.Length} bytes",
        because,
        becauseArgs);

    /// <summary>Exactly these bytes came before the end (<c>bytes-differ</c>).</summary>
    /// <param name="expected">The bytes.</param>
    /// <param name="because">Why.</param>
    /// <param name="becauseArgs">Arguments of <paramref name="because"/>.</param>
    /// <returns>For <c>.And</c>.</returns>
    public AndConstraint<WireEndAssertions> HaveBytes(byte[] expected, string because = "", params object[] becauseArgs)
    {
        Subject.Bytes.Should().Equal(expected, because, becauseArgs);
        return new(this);
    }

    /// <summary>Exactly this text came before the end (<c>bytes-differ</c>).</summary>
    /// <param name="latin1">The text, each character one byte.</param>
    /// <param name="because">Why.</param>
    /// <param name="becauseArgs">Arguments of <paramref name="because"/>.</param>
    /// <returns>For <c>.And</c>.</returns>
    public AndConstraint<WireEndAssertions> HaveBytes(string latin1, string because = "", params object[] becauseArgs) =>
        HaveBytes(Encoding.Latin1.GetBytes(latin1), because, becauseArgs);

    /// <summary>This many bytes with this hash came before the end (<c>bytes-differ</c>).</summary>
    /// <param name="length">How many.</param>
    /// <param name="sha256">Their SHA-256 as lower-case hex.</param>
    /// <param name="because">Why.</param>
    /// <param name="becauseArgs">Arguments of <paramref name="because"/>.</param>
    /// <returns>For <c>.And</c>.</returns>
    public AndConstraint<WireEndAssertions> HaveHash(long length, string sha256, string because = "",
        params object[] becauseArgs) => Check(
        Subject.Length == length && Subject.Sha256 == sha256,
        ReasonIds.BytesDiffer,
        () => $"expected {length} bytes with SHA-256 {sha256}, but got {Subject.Length} with {Subject.Sha256}",
        because,
        becauseArgs,
        () => Subject.Length < length || Subject.Read is null ? Subject.Marks : [Subject.Read]);

    private AndConstraint<WireEndAssertions> Check(
        bool holds, string reasonId, Func<string> facts, string because, object[] becauseArgs,
        Func<IEnumerable<Mark>>? marks = null)
    {
        Grade.That(holds, reasonId, facts, because, becauseArgs, marks ?? (() => Subject.Marks));
        return new(this);
    }
}
