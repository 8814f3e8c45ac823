using ConformanceKit.Model;
using ConformanceKit.Wire;
using FluentAssertions.Primitives;

namespace ConformanceKit.Grading;

/// <summary>What can be asserted about a connection.</summary>
public sealed class WireConnectionAssertions : ReferenceTypeAssertions<WireConnection, WireConnectionAssertions>
{
    internal WireConnectionAssertions(WireConnection connection)
        : base(connection)
    {
    }

    /// <inheritdoc/>
    protected override string Identifier => "connection";

    /// <summary>The peer ends its side now, without sending anything more (<c>not-closed</c>, <c>unexpected-bytes</c>).</summary>
    /// <param name="because">Why.</param>
    /// <param name="becauseArgs">Arguments of <paramref name="because"/>.</param>
    /// <returns>Completes when it has.</returns>
    public async Task BeClosedAsync(string because = "", params object[] becauseArgs)
    {
        var more = await Subject.ReadUntilQuietAsync();
        Grade.That(
            more.Length == 0,
            ReasonIds.UnexpectedBytes,
            () => $"expected the end of the connection, but got {more.Length} bytes: \"{ByteText.Escape(more)}\"",
            because,
            becauseArgs,
            () => more.Marks());

        // Silence so far: the end may still come.
        if (await Subject.IsClosedAsync("the end of the connection", ReasonIds.NotClosed))
            return;
        more = await Subject.ReadUntilQuietAsync();
        Grade.That(
            false,
            ReasonIds.NotClosed,
            () => $"expected the end of the connection, but it stays open, and after a while {more.Length} bytes came: "
                + $"\"{ByteText.Escape(more)}\"",
            because,
            becauseArgs,
            () => more.Marks());
    }
}
