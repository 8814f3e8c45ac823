using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;
using ConformanceKit.Model;

namespace ConformanceKit.Wire;

/// <summary>
/// A response as it was on the wire (RFC 9112 §4). Only a head without a version or a three-digit status code is rejected as
/// malformed; everything else is kept for the scenario to judge, for instance a missing space in <see cref="RawStatusLine"/>.
/// </summary>
public sealed partial class WireResponse : WireMessage
{
    private WireResponse(MessageHead head, Match line)
        : base(head)
    {
        Version = line.Groups["version"].Value;
        StatusCode = int.Parse(line.Groups["status"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);
        ReasonPhrase = line.Groups["reason"].Value;
    }

    /// <summary>The version, for instance <c>HTTP/1.1</c>.</summary>
    public string Version { get; }

    /// <summary>The three-digit status code.</summary>
    public int StatusCode { get; }

    /// <summary>The reason phrase, or empty.</summary>
    public string ReasonPhrase { get; }

    /// <summary>The status line without its line end, each character one byte.</summary>
    public string RawStatusLine => StartLine;

    /// <summary>Whether the status is 2xx.</summary>
    public bool IsSuccessful => StatusCode is >= 200 and <= 299;

    /// <summary>The 1xx responses that came before this one.</summary>
    public IReadOnlyList<WireResponse> Interim { get; internal set; } = [];

    /// <summary>The status line, for people to read.</summary>
    /// <returns>One line of text.</returns>
    public override string ToString() => ByteText.Escape(RawStatusLine);

    /// <summary>Reads a head's bytes.</summary>
    /// <param name="raw">The head, up to and including the empty line.</param>
    /// <returns>The response, without a body.</returns>
    /// <exception cref="RequirementBrokenException"><c>malformed-response</c>: the first line is not a status line.</exception>
    public static WireResponse Parse(ReadOnlyMemory<byte> raw) => TryParse(raw, out var response)
        ? response
        : throw new RequirementBrokenException(
            ReasonIds.MalformedResponse, $"expected a status line, but got \"{ByteText.Escape(raw.Span)}\"")
        {
            Marks = Provenance.Of(raw) is { } place ? [place] : [],
        };

    internal static bool TryParse(ReadOnlyMemory<byte> raw, [NotNullWhen(true)] out WireResponse? response)
    {
        var head = MessageHead.Parse(raw);
        var line = StatusLine().Match(head.StartLine);
        response = line.Success ? new(head, line) : null;
        return line.Success;
    }

    [GeneratedRegex(@"^(?<version>HTTP/[0-9]\.[0-9])[ \t]+(?<status>[0-9]{3})(?:$|[ \t](?<reason>.*)$)", RegexOptions.Singleline)]
    private static partial Regex StatusLine();
}
