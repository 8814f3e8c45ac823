using System.Text;
using ConformanceKit.Model;
using ConformanceKit.Wire;
using FluentAssertions;
using FluentAssertions.Primitives;

namespace ConformanceKit.Grading;

/// <summary>What can be asserted about bytes from the wire.</summary>
public sealed class BytesAssertions : ReferenceTypeAssertions<byte[], BytesAssertions>
{
    // How many bytes before the first difference are shown.
    private const int Context = 16;

    // If more bytes than this are expected, it helps nobody to see them.
    private const int LongestShown = 1024;

    private readonly BytesMark? _place;

    internal BytesAssertions(byte[] bytes, BytesMark? place)
        : base(bytes) => _place = place;

    /// <inheritdoc/>
    protected override string Identifier => "bytes";

    /// <summary>They are exactly these (<c>bytes-differ</c>; the message shows where they begin to differ).</summary>
    /// <param name="expected">The bytes.</param>
    /// <param name="because">Why.</param>
    /// <param name="becauseArgs">Arguments of <paramref name="because"/>.</param>
    /// <returns>For <c>.And</c>.</returns>
    public AndConstraint<BytesAssertions> Equal(byte[] expected, string because = "", params object[] becauseArgs) => Check(
        Subject.AsSpan().SequenceEqual(expected), ReasonIds.BytesDiffer, () => Difference(expected), because, becauseArgs,
        () => Marks(Subject.AsSpan().CommonPrefixLength(expected)));

    /// <summary>They are exactly this text (<c>bytes-differ</c>).</summary>
    /// <param name="latin1">The text, each character one byte.</param>
    /// <param name="because">Why.</param>
    /// <param name="becauseArgs">Arguments of <paramref name="because"/>.</param>
    /// <returns>For <c>.And</c>.</returns>
    public AndConstraint<BytesAssertions> Equal(string latin1, string because = "", params object[] becauseArgs) =>
        Equal(Encoding.Latin1.GetBytes(latin1), because, becauseArgs);

    /// <summary>There are none (<c>unexpected-bytes</c>).</summary>
    /// <param name="because">Why.</param>
    /// <param name="becauseArgs">Arguments of <paramref name="because"/>.</param>
    /// <returns>For <c>.And</c>.</returns>
    public AndConstraint<BytesAssertions> BeEmpty(string because = "", params object[] becauseArgs) => Check(
        Subject.Length == 0,
        ReasonIds.UnexpectedBytes,
        () => $"expected no bytes, but got {Subject.Length}: \"{ByteText.Escape(Subject)}\"",
        because,
        becauseArgs,
        () => Marks(0));

    /// <summary>They do not contain this text (<c>unexpected-bytes</c>).</summary>
    /// <param name="latin1">The text, each character one byte.</param>
    /// <param name="because">Why.</param>
    /// <param name="becauseArgs">Arguments of <paramref name="because"/>.</param>
    /// <returns>For <c>.And</c>.</returns>
    public AndConstraint<BytesAssertions> NotContain(string latin1, string because = "", params object[] becauseArgs) => Check(
        Subject.AsSpan().IndexOf(Encoding.Latin1.GetBytes(latin1)) < 0,
        ReasonIds.UnexpectedBytes,
        () => $"expected no \"{ByteText.Escape(latin1)}\", but got \"{ByteText.Escape(Subject)}\"",
        because,
        becauseArgs,
        () => Marks(Subject.AsSpan().IndexOf(Encoding.Latin1.GetBytes(latin1)), latin1.Length));

    // From an offset on: all that follows, or if nothing does, the place where it should have. Of a coded body, all.
    private IEnumerable<Mark> Marks(int from, int? length = null) =>
        _place is not { } place ? []
        : place.Length == Subject.Length ? [place.Slice(from, length ?? Subject.Length - from)]
        : [place];

    private string Difference(byte[] expected)
    {
        var at = Subject.AsSpan().CommonPrefixLength(expected);
        if (expected.Length > LongestShown)
            return $"expected {expected.Length} bytes, but got {Subject.Length}; the first difference is at offset {at}";
        var from = Math.Max(0, at - Context);
        return $"expected {expected.Length} bytes \"{ByteText.Escape(expected.AsSpan(from))}\", but got {Subject.Length} bytes "
            + $"\"{ByteText.Escape(Subject.AsSpan(from))}\" (shown from offset {from}; the first difference is at offset {at})";
    }

    private AndConstraint<BytesAssertions> Check(
        bool holds, string reasonId, Func<string> facts, string because, object[] becauseArgs, Func<IEnumerable<Mark>> marks)
    {
        Grade.That(holds, reasonId, facts, because, becauseArgs, marks);
        return new(this);
    }
}
