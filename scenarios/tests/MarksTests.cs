using System.Text;
using ConformanceKit.Evidence;
using ConformanceKit.Mutants;
using ConformanceKit.Running.Cases;
using ConformanceKit.Running.Engine;
using ConformanceKit.UnderTest;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Scenarios.Tests;

/// <summary>A failing case of each group marks what a reader would point at.</summary>
internal sealed class MarksTests
{
    private static readonly MutantCatalogue s_catalogue = MutantCatalogue.Of(typeof(SuiteLifetime).Assembly);

    [TestCase("connect/no-content-length-2xx", "adds-content-length-to-2xx", "client 1: Content-Length: 0")]
    [TestCase("connect/response-version", "answers-connect-as-http-1-0", "client 1: HTTP/1.0 200 Connection established")]
    [TestCase("connect-errors/absolute-target", "closes-on-a-malformed-target", "client 1: FinReceived")]
    [TestCase("absolute-form/date-added", "adds-no-date", "client 1: HTTP/1.1 200 OK*")]
    [TestCase("hop-by-hop/connection-field/request", "forwards-connection", "origin 1: Connection: x-marker")]
    [TestCase("websocket/upgrade-head/plain", "adds-keep-alive-to-a-101",
        "client 1: Connection: Upgrade | client 1: Connection: keep-alive")]
    [TestCase("informational/forwarded-not-in-response/forwarded", "sends-forwarded-back", "client 1: Forwarded: for=*")]
    [TestCase("robustness/response-extra-bytes", "answers-with-what-is-left-over", "client *: X-From: stray")]
    [TestCase("auth/credential-not-leaked", "forwards-proxy-authorization", "origin 1: Proxy-Authorization: Basic *")]
    [TestCase("tunnel/binary/all-octets", "carries-a-tunnel-as-text", "origin 1: *")]
    [TestCase("tunnel/tls", "intercepts-tls", "client 1: Note TLS 1.*, certificate*")]
    [TestCase("http10/no-1xx", "forwards-1xx-to-http-1-0", "client 1: HTTP/1.1 103 Early Hints")]
    public async Task What_breaks_the_requirement_is_marked(string id, string mutant, string expected)
    {
        var proxy = new MutantProxy(s_catalogue.Named(mutant));
        ScenarioResult result;
        await using (proxy)
        {
            var run = new SuiteRun(typeof(SuiteLifetime).Assembly, [new ChosenSubject(proxy, "")], new())
            {
                Ids = new HashSet<string> { id },
            };
            result = (await run.RunAsync(CancellationToken.None)).Proxies.Single().Cases.Single().Result;
        }

        result.Marks.Should().NotBeEmpty(result.Reason);
        string.Join(" | ", result.Broken.Select(place => Text(result, place))).Should().Match(expected);
    }

    private static string Text(ScenarioResult result, Break place)
    {
        var happened = result.Evidence[place.Event];
        var what = place.Length == 0
            ? $"{happened.Kind} {happened.Note}".TrimEnd()
            : Encoding.Latin1.GetString(happened.Bytes.Span.Slice((int)place.Offset, (int)place.Length));
        return $"{happened.Connection}: {what}";
    }
}
