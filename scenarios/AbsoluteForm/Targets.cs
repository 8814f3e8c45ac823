using System.Globalization;
using System.Text.RegularExpressions;
using ConformanceKit.Grading;
using ConformanceKit.Model;
using ConformanceKit.Running.Authoring;
using ConformanceKit.Wire;
using FluentAssertions;

namespace ConformanceKit.Scenarios.AbsoluteForm;

/// <summary>Targets that are correct but uncommon, and how much of them is forwarded to the origin (RFC 9112 §3.2.1).</summary>
public sealed class Targets(string proxy) : Scenario(proxy)
{
    [Requirement("absolute-form/query-without-path", Title = "A query after an empty path is forwarded after a slash")]
    [Input("query", "?q=1")]
    [Input("uri-in-query", "?q=http://evil.invalid/")]
    public async Task A_query_behind_an_empty_path_is_sent_behind_a_slash(string query)
    {
        await using var origin = await Origins.HttpAsync(Answers.Ok);
        _ = await DefaultPortsAsync(AnswerAsync);
        await using var client = await Proxy.DialAsync();

        await client.SendAsync(Requests.Get(origin.Http(query)));

        (await client.ReadResponseAsync("GET")).Should().HaveStatus(200);
        origin.Requests[0].Should().HaveTarget("/" + query).And.HaveSingleField("Host", origin.Authority);
    }

    [Requirement("absolute-form/fragment")]
    [Input("path", "/x#frag")]
    [Input("no-path", "#frag")]
    [Input("query", "/x?q#frag/y")]
    public async Task A_fragment_is_never_forwarded(string target)
    {
        await using var origin = await Origins.HttpAsync(Answers.Ok);
        _ = await DefaultPortsAsync(AnswerAsync);
        await using var client = await Proxy.DialAsync();

        var (_, forwarded) = await ForwardedUnlessRefusedAsync(
            client, Requests.Get(origin.Http(target)), "a target with a fragment has none of the four forms", origin);

        forwarded?.Should().HaveTarget(target.Split('#')[0] is { Length: > 0 } rest ? rest : "/",
            "a fragment is part of neither path nor query");
    }

    // The two spellings are equivalent (RFC 9110 §4.2.3), but nobody has to look one up under the other.
    [Requirement("absolute-form/host-percent-encoded",
        Title = "A host with a percent-encoded character is rejected or stays the same host")]
    [Input("dot", true)]
    [Input("letter-or-digit", false)]
    public async Task A_host_with_a_percent_encoded_character_is_refused_or_stays_the_same_host(bool isDot)
    {
        await using var origin = await Origins.HttpAsync(Answers.Ok);
        if (origin.Host.Contains(':', StringComparison.Ordinal))
            NotApplicable("an IPv6 address has no percent-encoded characters");
        await using var client = await Proxy.DialAsync();

        var at = isDot ? origin.Host.IndexOf('.', StringComparison.Ordinal) : 0;
        var host = $"{origin.Host[..at]}%{(int)origin.Host[at]:x2}{origin.Host[(at + 1)..]}";
        var (_, forwarded) = await ForwardedUnlessRefusedAsync(
            client, Requests.Get($"http://{host}:{origin.Port}/x"), "no clause has a proxy decode a host", origin, Waits.Dial);

        forwarded?.Should().HaveFieldMatching("Host", origin.Authority,
            $"^(?i:{Regex.Escape(host)}|{Regex.Escape(origin.Host)}):{origin.Port}$",
            "Host names the host and port of the target");
    }

    [Requirement("absolute-form/port-invalid", Title = "An invalid port is rejected and not repaired")]
    [Input("overflow", "{0:d}", 1 << 16)]
    [Input("letters", "{0:d}abc", 0)]
    [Input("plus", "+{0:d}", 0)]
    public async Task A_port_that_is_none_is_rejected_and_not_mended(string format, int wrap)
    {
        await using var origin = await Origins.HttpAsync(Answers.Ok);
        await using var client = await Proxy.DialAsync();

        var port = string.Format(CultureInfo.InvariantCulture, format, origin.Port + wrap);
        var request = Requests.Head($"GET http://{origin.Host}:{port}/x HTTP/1.1", $"Host: {origin.Authority}");
        var defaults = await DefaultPortsAsync(AnswerAsync);

        // Digits with something around them can mean a port; what remains of a number that is too large is one that nobody named.
        if (wrap == 0)
            await AssertRefusedAsync(client, request, $"'{port}' is not a port", origin, defaults);
        else
            await AssertRefusedAsync(client, request, $"'{port}' is not a port", null, [origin, .. defaults]);
    }

    [Requirement("absolute-form/method-case", Title = "The method is case-sensitive, so get is not GET")]
    public async Task The_method_is_case_sensitive_so_get_is_not_GET()
    {
        await using var origin = await Origins.HttpAsync(Answers.Ok);
        await using var client = await Proxy.DialAsync();

        var (_, forwarded) = await ForwardedUnlessRefusedAsync(
            client, Requests.Absolute("get", origin.Http("/x")), "the method get is not defined", origin);

        if (forwarded is { Method: not "get" })
            forwarded.Should().HaveRequestLine($"get /x {forwarded.Version}");
    }

    private static async Task AnswerAsync(WireConnection connection, CancellationToken ending)
    {
        await connection.ReadSomeAsync(Timeout.InfiniteTimeSpan, ending);
        await connection.TrySendAsync(Answers.Ok, ending);
    }
}
