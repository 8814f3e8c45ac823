using System.Net;
using System.Text.RegularExpressions;
using ConformanceKit.Running.Cases;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Scenarios.Tests.Site;

internal sealed partial class WholeSiteTests : SiteTest
{
    private const int Kilobyte = 1_000;
    private const int Megabyte = 1_000 * Kilobyte;

    private static string[] All => [Sites.Real, Sites.Large, Sites.Hostile, Sites.Both];

    [Test]
    public void Every_link_within_a_site_leads_somewhere()
    {
        foreach (var site in All)
        {
            var pages = Directory.EnumerateFiles(site, "*.html", SearchOption.AllDirectories).ToDictionary(path => path,
                File.ReadAllText);
            var anchors = pages.ToDictionary(page => page.Key,
                page => Anchor().Matches(page.Value).Select(match => match.Groups[1].Value).ToHashSet());
            pages.SelectMany(page => Broken(page.Key, page.Value, anchors)).Distinct().Should().BeEmpty();
        }
    }

    [Test]
    public void No_page_takes_anything_from_elsewhere()
    {
        foreach (var path in All.SelectMany(site => Directory.EnumerateFiles(site, "*.html", SearchOption.AllDirectories)))
        {
            Resource().Matches(File.ReadAllText(path)).Select(match => match.Groups[1].Value)
                .Should().OnlyContain(address => !address.Contains(':', StringComparison.Ordinal), path);
        }
    }

    [Test]
    public void No_anchor_is_there_twice()
    {
        foreach (var path in All.SelectMany(site => Directory.EnumerateFiles(site, "*.html", SearchOption.AllDirectories)))
            Anchor().Matches(File.ReadAllText(path)).Select(match => match.Groups[1].Value).Should().OnlyHaveUniqueItems(path);
    }

    [Test]
    public async Task Nine_proxies_with_all_cases_are_small()
    {
        var size = Directory.EnumerateFiles(Sites.Large, "*", SearchOption.AllDirectories).Sum(path => new FileInfo(path).Length);
        var verdicts = Verdict().Count(await File.ReadAllTextAsync(Path.Combine(Sites.Large, "index.html")));

        TestContext.Progress.WriteLine($"the site of nine proxies: {size / (double)Megabyte:0.0} MB");
        (size / verdicts).Should().BeLessThan(7 * Kilobyte, "a verdict with its exchange takes no more");
    }

    [Test]
    public void The_teaching_page_draws_what_was_recorded_for_each_of_its_lessons()
    {
        var lessons = TeachingPlan.Of(typeof(SuiteLifetime).Assembly)!.Lessons;
        var page = File.ReadAllText(Path.Combine(Sites.Real, "how-connect-works.html"));

        var sections = page.Split("<section ").Skip(1).SkipLast(1)
            .ToDictionary(section => Title().Match(section).Groups[1].Value);

        sections.Keys.Should().Equal(lessons.Select(lesson => WebUtility.HtmlEncode(lesson.Title)));
        var drawn = sections.Where(section => !section.Value.Contains("could not be recorded", StringComparison.Ordinal));
        drawn.Should().HaveCountGreaterThanOrEqualTo(lessons.Count - 1, "only one port may be closed to those who run the tests")
            .And.OnlyContain(section => section.Value.Contains("<div class=\"ck-seq\"", StringComparison.Ordinal));
        About("A plain").Should().Contain("GET http://").And.Contain("\nVia: ");
        About("CONNECT: a tunnel").Should().Contain("TLS ClientHello").And.NotContain("did not send");
        About("407").Should().Contain("407 Proxy Authentication Required").And.Contain("HTTP/1.1 200 OK");
        About("502").Should().Contain("HTTP/1.1 502 Bad Gateway");
        About("An old origin").Should().Contain("HTTP/1.0 200 OK").And.Contain("HTTP/1.1 200 OK");
        About("An origin that speaks first").Should().Contain("220 ");
        About("How an intercepting").Should().Contain("the proxy intercepts TLS")
            .And.Contain("that the origin did not send: TLS ServerHello");
        About("Who resolves").Should().Contain("CONNECT my_origin.test:").And.Contain("The origin accepts the proxy");
        About("WebSocket").Should().Contain("101 Switching Protocols").And.Contain("pushed").And.NotContain("Via: ");
        About("Half-close").Should().Contain("The client closes its side of the tunnel").And.Contain("answer");
        About("Forbidden").Should().Contain("destination_ip_prohibited");
        About("TLS to the proxy").Should().Contain("This is the second handshake, end to end with the origin")
            .And.Contain("client 1 (tls) (tls)");
        About("CONNECT as a stream").Should().Contain("connection preface").And.Contain("DATA, stream 1, END_STREAM");
        About("Two tunnels").Should().Contain("GOAWAY: PROTOCOL_ERROR").And.Contain("HEADERS, stream 3");
        About("Flow control").Should().Contain("WINDOW_UPDATE, stream 1: 3");
        About("SOCKS5").Should().Contain("It took 3 + 10 bytes from the client and 2 + 10 bytes from the proxy")
            .And.Contain("<th scope=\"col\">HTTPS proxy</th>");

        string About(string title) =>
            sections.Single(section => section.Key.StartsWith(title, StringComparison.Ordinal)).Value;
    }

    [Test]
    public void The_page_about_clients_draws_what_was_recorded_for_each_of_its_lessons()
    {
        var lessons = TeachingPlan.Of(typeof(SuiteLifetime).Assembly, TeachingPlan.ClientFileName)!.Lessons;
        var page = File.ReadAllText(Path.Combine(Sites.Real, "what-a-client-has-to-do.html"));

        var sections = page.Split("<section ").Skip(1).SkipLast(1)
            .ToDictionary(section => Title().Match(section).Groups[1].Value);

        sections.Keys.Should().Equal(lessons.Select(lesson => WebUtility.HtmlEncode(lesson.Title)));
        sections.Values.Should().OnlyContain(section => section.Contains("<div class=\"ck-seq\"", StringComparison.Ordinal));
        About("CONNECT names").Should().Contain(":443 HTTP/1.1").And.Contain("is asked for https://");
        About("A 407").Should().Contain("407 Proxy Authentication Required").And.Contain("Proxy-Authorization: Basic");
        About("Read to").Should().Contain("HTTP/1.1 200 Connection established").And.Contain("TLS ClientHello");
        About("A refusal").Should().Contain("reports an error: the proxy refused the tunnel: 403");
        About("Wrong: the proxy&#39;s page").Should().Contain("returns a response: status 403").And.Contain("badge warning");
        About("Wrong: only 200").Should().Contain("HTTP/1.1 204 No Content").And.Contain("badge fail");
        About("Wrong: the proxy&#39;s password").Should()
            .Contain("the origin got the proxy&#39;s credentials through the tunnel");

        string About(string title) =>
            sections.Single(section => section.Key.StartsWith(title, StringComparison.Ordinal)).Value;
    }

    private static IEnumerable<string> Broken(string path, string html, Dictionary<string, HashSet<string>> anchors)
    {
        foreach (Match link in Link().Matches(html))
        {
            var address = WebUtility.HtmlDecode(link.Groups[1].Value);
            if (address.StartsWith("https://", StringComparison.Ordinal))
                continue;
            var (file, anchor) = address.Split('#') is [var before, var rest] ? (before, rest) : (address, "");
            var target = file.Length == 0 ? path : Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, file));
            if (!File.Exists(target))
                yield return $"{path}: {address}";
            else if (anchor.Length > 0 && !anchor.Contains('=', StringComparison.Ordinal) && !anchors[target].Contains(anchor))
                yield return $"{path}: {address}";
        }
    }

    [GeneratedRegex("<h2>([^<]*)</h2>")]
    private static partial Regex Title();

    [GeneratedRegex(" (?:href|src)=\"([^\"]*)\"")]
    private static partial Regex Link();

    [GeneratedRegex("<(?:link|script|img|iframe)[^>]* (?:href|src)=\"([^\"]*)\"")]
    private static partial Regex Resource();

    [GeneratedRegex("<a class=\"v ")]
    private static partial Regex Verdict();

    [GeneratedRegex(" id=\"([^\"]*)\"")]
    private static partial Regex Anchor();
}
