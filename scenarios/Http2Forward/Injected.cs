using System.Text;
using System.Text.RegularExpressions;
using ConformanceKit.Model;
using ConformanceKit.Origins;
using ConformanceKit.Wire;

namespace ConformanceKit.Scenarios.Http2Forward;

/// <summary>
/// What a request in HTTP/2 could become in HTTP/1 (RFC 9113 §10.3): a line of its own that asks for <c>/smuggled</c>, or that is
/// the field X-Evil.
/// </summary>
internal static partial class Injected
{
    /// <summary>No line that was injected has reached an origin, however well-formed what is around it is.</summary>
    /// <param name="transcript">The scenario's transcript.</param>
    /// <param name="origins">The origins that it could have reached.</param>
    /// <exception cref="RequirementBrokenException"><c>origin-contacted</c>: it has.</exception>
    public static async Task AssertReachedNobodyAsync(Transcript transcript, params Origin[] origins)
    {
        // 1. Whatever the proxy has sent has arrived.
        foreach (var origin in origins)
            await origin.ReceivedAsync();

        // 2. The origin may have refused it: what counts is what it got.
        var connections = transcript.Events.Select(happened => happened.Connection).Distinct()
            .Where(name => name.StartsWith("origin ", StringComparison.Ordinal));
        foreach (var connection in connections)
        {
            var text = Encoding.Latin1.GetString(transcript.ReceivedOn(connection));
            if (Line().Match(text) is { Success: true } line)
            {
                throw new RequirementBrokenException(ReasonIds.OriginContacted,
                    $"expected what was injected to reach nobody, but {connection} got \"{ByteText.Escape(line.Value)}\"")
                {
                    Marks = [new BytesMark(connection, line.Index, line.Length)],
                };
            }
        }
    }

    /// <summary>No request in the content of another one has been taken for a request.</summary>
    /// <param name="origin">The origin of both.</param>
    /// <exception cref="RequirementBrokenException"><c>origin-contacted</c>: it has.</exception>
    public static async Task AssertStayedContentAsync(HttpOrigin origin)
    {
        await origin.ReceivedAsync();
        var smuggled = origin.Requests.Where(request => request.Target.Contains("/smuggled", StringComparison.Ordinal));
        if (smuggled.FirstOrDefault() is { } other)
        {
            throw new RequirementBrokenException(ReasonIds.OriginContacted,
                $"expected the content to stay what it is, but the origin got it as \"{other}\"")
            {
                Marks = other.Marks.StartLine,
            };
        }
    }

    [GeneratedRegex(@"(?<=^|\n)([^ \t\r\n]+ (http://[^/ \t\r\n]+)?/smuggled[ ?]|x-evil[ :]).*", RegexOptions.IgnoreCase)]
    private static partial Regex Line();
}
