using System.Diagnostics.CodeAnalysis;
using ConformanceKit.Model;

namespace ConformanceKit.Wire;

/// <summary>A request as an origin saw it (RFC 9112 §3).</summary>
public sealed class WireRequest : WireMessage
{
    private WireRequest(MessageHead head, string[] parts)
        : base(head)
    {
        Method = parts[0];
        Target = parts[1];
        Version = parts[2];
    }

    /// <summary>The method, as sent.</summary>
    public string Method { get; }

    /// <summary>The request target, as sent.</summary>
    public string Target { get; }

    /// <summary>The version, for instance <c>HTTP/1.1</c>.</summary>
    public string Version { get; }

    /// <summary>The request line without its line end, each character one byte.</summary>
    public string RawRequestLine => StartLine;

    /// <summary>The request line, for people to read.</summary>
    /// <returns>One line of text.</returns>
    public override string ToString() => ByteText.Escape(RawRequestLine);

    /// <summary>
    /// Reads a head's bytes; empty lines before the request line are skipped but kept in <see cref="WireMessage.RawHead"/>.
    /// </summary>
    /// <param name="raw">The head, up to and including the empty line.</param>
    /// <returns>The request, without a body.</returns>
    /// <exception cref="RequirementBrokenException"><c>malformed-request</c>: the first line is not a request line.</exception>
    public static WireRequest Parse(ReadOnlyMemory<byte> raw) => TryParse(raw, out var request)
        ? request
        : throw new RequirementBrokenException(
            ReasonIds.MalformedRequest, $"the origin expected a request line, but got \"{ByteText.Escape(raw.Span)}\"")
        {
            Marks = Provenance.Of(raw) is { } place ? [place] : [],
        };

    internal static bool TryParse(ReadOnlyMemory<byte> raw, [NotNullWhen(true)] out WireRequest? request)
    {
        var head = MessageHead.Parse(raw, MessageHead.LeadingEmptyLines(raw.Span));
        var parts = head.StartLine.Split(' ');
        request = parts.Length == 3
            && parts.All(part => part.Length > 0)
            && parts[2].StartsWith("HTTP/", StringComparison.Ordinal)
            ? new(head, parts)
            : null;
        return request is not null;
    }
}
