using ConformanceKit.Model;
using ConformanceKit.Wire;
using FluentAssertions;

namespace ConformanceKit.Grading;

/// <summary>What can be asserted about a request that an origin saw.</summary>
public sealed class WireRequestAssertions : WireMessageAssertions<WireRequest, WireRequestAssertions>
{
    internal WireRequestAssertions(WireRequest request)
        : base(request)
    {
    }

    /// <inheritdoc/>
    protected override string Identifier => "request";

    /// <summary>The request line, byte for byte (<c>request-line</c>).</summary>
    /// <param name="line">For instance <c>GET /x HTTP/1.1</c>.</param>
    /// <param name="because">Why.</param>
    /// <param name="becauseArgs">Arguments of <paramref name="because"/>.</param>
    /// <returns>For <c>.And</c>.</returns>
    public AndConstraint<WireRequestAssertions> HaveRequestLine(string line, string because = "",
        params object[] becauseArgs) => Check(
        Subject.RawRequestLine == line,
        ReasonIds.RequestLine,
        () => $"expected the origin to see \"{ByteText.Escape(line)}\", but it saw {Message}",
        because,
        becauseArgs);

    /// <summary>The method, byte for byte (<c>request-line</c>).</summary>
    /// <param name="method">For instance <c>GET</c>.</param>
    /// <param name="because">Why.</param>
    /// <param name="becauseArgs">Arguments of <paramref name="because"/>.</param>
    /// <returns>For <c>.And</c>.</returns>
    public AndConstraint<WireRequestAssertions> HaveMethod(string method, string because = "",
        params object[] becauseArgs) => Check(
        Subject.Method == method,
        ReasonIds.RequestLine,
        () => $"expected the origin to see the method {ByteText.Escape(method)}, but it saw {Message}",
        because,
        becauseArgs);

    /// <summary>The request target, byte for byte (<c>request-line</c>).</summary>
    /// <param name="target">For instance <c>/x</c>.</param>
    /// <param name="because">Why.</param>
    /// <param name="becauseArgs">Arguments of <paramref name="because"/>.</param>
    /// <returns>For <c>.And</c>.</returns>
    public AndConstraint<WireRequestAssertions> HaveTarget(string target, string because = "",
        params object[] becauseArgs) => Check(
        Subject.Target == target,
        ReasonIds.RequestLine,
        () => $"expected the origin to see the target \"{ByteText.Escape(target)}\", but it saw {Message}",
        because,
        becauseArgs);

    /// <summary>The version in the request line (<c>version</c>).</summary>
    /// <param name="version">For instance <c>HTTP/1.1</c>.</param>
    /// <param name="because">Why.</param>
    /// <param name="becauseArgs">Arguments of <paramref name="because"/>.</param>
    /// <returns>For <c>.And</c>.</returns>
    public AndConstraint<WireRequestAssertions> HaveVersion(string version, string because = "",
        params object[] becauseArgs) => Check(
        Subject.Version == version, ReasonIds.Version, () => $"expected {version}, but the origin saw {Message}", because,
        becauseArgs);
}
