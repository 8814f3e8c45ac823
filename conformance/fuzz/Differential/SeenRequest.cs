using ConformanceKit.Fuzz.Kit;
using ConformanceKit.Model;
using ConformanceKit.Wire;

namespace ConformanceKit.Fuzz.Differential;

/// <summary>A request as an origin got it from a proxy.</summary>
/// <param name="Line">Method and target, without what only says where the origin is.</param>
/// <param name="Host">The values of its Host lines.</param>
/// <param name="Body">Its content.</param>
/// <param name="End">How its content ended.</param>
/// <param name="Defects">What about it other recipients could read in another way, each with its clause.</param>
internal sealed record SeenRequest(string Line, string Host, string Body, BodyEndKind End, IReadOnlyList<string> Defects)
{
    /// <summary>Reads all requests that have arrived on a connection, leniently; what is none is the last of them.</summary>
    /// <param name="bytes">What has arrived.</param>
    /// <param name="authority">Where, which differs from proxy to proxy.</param>
    public static IReadOnlyList<SeenRequest> ReadAll(byte[] bytes, string authority = Mutation.Authority)
    {
        var seen = new List<SeenRequest>();
        var connection = new MemoryTransport(bytes).Connect();
        try
        {
            while (connection.TryReadRequestAsync().GetAwaiter().GetResult() is { } request)
            {
                seen.Add(new(Anywhere($"{request.Method} {request.Target}"), Anywhere(string.Join('|', request.Values("Host"))),
                    Anywhere(ByteText.Escape(request.Body)), request.BodyEnd.Kind, [.. Ambiguity.Of(request)]));
            }
        }
        catch (RequirementBrokenException)
        {
            seen.Add(new("no request", "", ByteText.Escape(bytes), BodyEndKind.Incomplete, []));
        }

        return seen;

        string Anywhere(string text) => text.Replace(authority, Mutation.Authority, StringComparison.Ordinal);
    }

    /// <summary>Whether all of it has arrived.</summary>
    public bool IsWhole => End != BodyEndKind.Incomplete;

    /// <summary>What proxies may not disagree about.</summary>
    public override string ToString() => $"{Line} to {Host} [{Body}]{(IsWhole ? "" : " incomplete")}";
}
