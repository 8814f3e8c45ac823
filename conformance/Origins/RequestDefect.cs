using System.Text.RegularExpressions;
using ConformanceKit.Wire;

namespace ConformanceKit.Origins;

/// <summary>Why a server has to reject a request, and with which status.</summary>
/// <param name="Status">Status code and reason phrase.</param>
/// <param name="Why">What is wrong with the request.</param>
internal sealed partial record RequestDefect(string Status, string Why)
{
    /// <summary>The defect that is visible in the head alone, or null if there is none.</summary>
    public static RequestDefect? Of(WireRequest request)
    {
        if (!HttpVersion().IsMatch(request.Version))
            return Bad("the version is malformed (RFC 9112 §2.3)");
        if (!request.Version.StartsWith("HTTP/1.", StringComparison.Ordinal))
            return new("505 HTTP Version Not Supported", "this server speaks HTTP/1 (RFC 9110 §15.6.6)");
        if (request.Fields.Any(field => field.Name.Length == 0))
            return Bad("a field line has no name (RFC 9112 §5)");
        if (request.Fields.Any(field => field.Name[^1] is ' ' or '\t'))
            return Bad("there is whitespace before a colon (RFC 9112 §5.1)");
        var hosts = request.Values("Host").Count;
        if (hosts > 1)
            return Bad("there is more than one Host line (RFC 9112 §3.2)");
        if (hosts == 0 && request.Version != "HTTP/1.0")
            return Bad("Host is missing (RFC 9112 §3.2)");
        var framing = BodyFraming.Of(request);
        return framing.Rule == FramingRule.Invalid ? Bad($"{framing.Defect} (RFC 9112 §6.3)") : null;
    }

    /// <summary>The defect of the body, or null if it is complete.</summary>
    public static RequestDefect? OfBody(WireRequest request) =>
        request.BodyEnd.Kind == BodyEndKind.Incomplete ? Bad($"the body is not complete: {request.BodyEnd.Reason}") : null;

    /// <summary>The defect of a request that is not HTTP at all.</summary>
    public static RequestDefect NoRequest { get; } = Bad("this is not a request line (RFC 9112 §3)");

    private static RequestDefect Bad(string why) => new("400 Bad Request", why);

    [GeneratedRegex(@"^HTTP/[0-9]\.[0-9]$")]
    private static partial Regex HttpVersion();
}
