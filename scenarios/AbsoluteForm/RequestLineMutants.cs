using System.Net;
using System.Net.Sockets;
using ConformanceKit.Model;
using ConformanceKit.Mutants;

namespace ConformanceKit.Scenarios.AbsoluteForm;

/// <summary>Proxies that do one thing wrong with the target, or the Host, of a request in absolute-form.</summary>
internal static class RequestLineMutants
{
    private const string Scheme = "http://";

    private static readonly string[] s_methods = ["CONNECT", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "TRACE"];

    [Mutant("forwards-the-absolute-form", "forwards a request with its target in absolute-form, unchanged")]
    [Kills("absolute-form/origin-form", ReasonIds.RequestLine)]
    public static Flaw ForwardsTheAbsoluteForm() =>
        new Flaw().Forwarded((head, exchange) => head.Target = exchange.Request.Target);

    // The path begins at the third slash: without one, there is nothing to cut off.
    [Mutant("forwards-the-absolute-form-without-a-path", "forwards a target in absolute-form unchanged if it has no path")]
    [Kills("absolute-form/empty-path", ReasonIds.RequestLine)]
    public static Flaw ForwardsAnEmptyPath() => new Flaw().Forwarded((head, exchange) =>
    {
        if (head.Target == "/" && !exchange.Request.Target.EndsWith('/'))
            head.Target = exchange.Request.Target;
    });

    [Mutant("normalises-the-path", "removes the dot segments of a path")]
    [Kills("absolute-form/path-query-intact", ReasonIds.RequestLine)]
    public static Flaw NormalisesThePath() => new Flaw().Forwarded(head =>
    {
        if (Uri.TryCreate(Scheme + "origin.invalid" + head.Target, UriKind.Absolute, out var target)
            && head.Target.StartsWith('/'))
        {
            head.Target = target.PathAndQuery;
        }
    });

    [Mutant("filters-dot-segments", "answers a request whose path has dot segments itself, with a 200")]
    [Kills("absolute-form/path-query-intact", ReasonIds.OriginNotContacted)]
    public static Flaw FiltersDotSegments() => new Flaw().Answer(head => head.Target.Contains("/../", StringComparison.Ordinal)
        ? "HTTP/1.1 200 OK (filtered)\r\nConnection: close\r\nContent-Type: text/plain\r\n\r\nfiltered"
        : null);

    [Mutant("forwards-the-clients-host", "forwards the Host that the client sent, whatever the target says")]
    [Kills("absolute-form/host-regenerated", ReasonIds.FieldValue)]
    public static Flaw ForwardsTheClientsHost() => new Flaw().Forwarded((head, exchange) =>
    {
        if (exchange.Request.Field("Host") is { } host)
            head.Set("Host", host);
    });

    [Mutant("adds-a-missing-host", "serves an HTTP/1.1 request in absolute-form that has no Host")]
    [Kills("absolute-form/host-missing", ReasonIds.Accepted)]
    public static Flaw AddsAMissingHost() => Absolute(head =>
    {
        if (head.Version == "HTTP/1.1" && head.Field("Host") is null)
            head.Add($"Host: {AuthorityOf(head)}");
    });

    [Mutant("forwards-userinfo-in-host", "forwards the whole authority of a target, including its userinfo, as Host")]
    [Kills("absolute-form/userinfo", ReasonIds.FieldValue)]
    public static Flaw ForwardsUserinfo() =>
        Absolute(head =>
        {
            var authority = AuthorityOf(head);
            head.Target = Scheme + authority[(authority.LastIndexOf('@') + 1)..]
                + head.Target[(Scheme.Length + authority.Length)..];
        })
        .Forwarded((head, exchange) =>
        {
            if (AuthorityOf(exchange.Request).Contains('@', StringComparison.Ordinal))
                head.Set("Host", AuthorityOf(exchange.Request));
        });

    [Mutant("takes-an-empty-host-from-host", "forwards a request whose target has an empty host to the host in Host")]
    [Kills("absolute-form/empty-host", ReasonIds.Accepted)]
    public static Flaw TakesHostForAnEmptyOne() => Absolute(head =>
    {
        if (AuthorityOf(head).Length == 0)
            head.Target = Scheme + head.Field("Host") + head.Target[Scheme.Length..];
    });

    [Mutant("forwards-options-with-a-slash", "forwards OPTIONS for a whole server as OPTIONS for its root")]
    [Kills("absolute-form/options-star", ReasonIds.RequestLine)]
    public static Flaw ForwardsOptionsWithASlash() => new Flaw().Forwarded(head =>
    {
        if (head.Method == "OPTIONS" && head.Target == "*")
            head.Target = "/";
    });

    [Mutant("forwards-options-of-a-root-with-a-star",
        "forwards OPTIONS for the root of a server, with or without a query, as OPTIONS for the whole server")]
    [Kills("absolute-form/options-star/*", ReasonIds.RequestLine)]
    public static Flaw ForwardsOptionsWithAStar() => new Flaw().Forwarded(head =>
    {
        if (head.Method == "OPTIONS" && head.Target.Split('?')[0] == "/")
            head.Target = "*";
    });

    [Mutant("rejects-unknown-methods", "answers 501 to a method that it does not know")]
    [Kills("absolute-form/unknown-method-status/method", ReasonIds.Status)]
    public static Flaw RejectsUnknownMethods() => new Flaw().Answer(head =>
        s_methods.Contains(head.Method) || !head.Method.All(char.IsAsciiLetter)
            ? null
            : "HTTP/1.1 501 Not Implemented\r\nConnection: close\r\nContent-Length: 3\r\n\r\nno\n");

    [Mutant("forwards-methods-in-capitals", "forwards every method in upper case")]
    [Kills("absolute-form/method-case", ReasonIds.RequestLine)]
    public static Flaw ForwardsMethodsInCapitals() => new Flaw().Forwarded(head => head.Method = head.Method.ToUpperInvariant());

    [Mutant("rounds-unknown-statuses", "sends x00 for a status that it does not know")]
    [Kills("absolute-form/unknown-method-status/299", ReasonIds.Status)]
    [Kills("absolute-form/unknown-method-status/599", ReasonIds.Status)]
    public static Flaw RoundsUnknownStatuses() => new Flaw().Response(head =>
    {
        if (!Enum.IsDefined((HttpStatusCode)head.Status))
            head.Status = head.Status / 100 * 100;
    });

    [Mutant("answers-as-they-come", "fetches pipelined requests at the same time and answers first what is ready first")]
    [Kills("absolute-form/pipeline-order", ReasonIds.UnexpectedBytes)]
    public static Flaw AnswersAsTheyCome()
    {
        var waiting = 0;
        return new Flaw()
            .Heads(Leg.FromClient, async (head, exchange) =>
            {
                if (head.Method != "GET" || head.Version != "HTTP/1.1" || Interlocked.Increment(ref waiting) == 1)
                    return;
                Interlocked.Decrement(ref waiting);
                head.Text = "";
                await exchange.Client.SendAsync(await FetchAsync(new Uri(exchange.Request.Target)));
            })
            .Response((head, exchange) =>
            {
                if (exchange.Request.Method == "GET" && exchange.Request.Version == "HTTP/1.1" && head.Status >= 200)
                    Interlocked.Decrement(ref waiting);
            });
    }

    private static async Task<byte[]> FetchAsync(Uri target)
    {
        using var origin = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await origin.ConnectAsync(target.Host, target.Port);
        await origin.SendAsync(
            System.Text.Encoding.Latin1.GetBytes($"GET {target.PathAndQuery} HTTP/1.1\r\nHost: {target.Authority}\r\n\r\n"));
        var buffer = new byte[4096];
        return buffer[..await origin.ReceiveAsync(buffer)];
    }

    private static Flaw Absolute(Action<Head> edit) => new Flaw().Request(head =>
    {
        if (head.Target.StartsWith(Scheme, StringComparison.Ordinal))
            edit(head);
    });

    private static string AuthorityOf(Head head)
    {
        var rest = head.Target[Math.Min(Scheme.Length, head.Target.Length)..];
        return rest[..(rest.IndexOf('/', StringComparison.Ordinal) is var end && end < 0 ? rest.Length : end)];
    }
}
