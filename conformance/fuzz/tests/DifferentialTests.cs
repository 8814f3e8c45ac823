using System.Text;
using ConformanceKit.Fuzz.Differential;
using ConformanceKit.Wire;

namespace ConformanceKit.Fuzz.Tests;

/// <summary>What the differential fuzz sends, and what it takes for a defect.</summary>
internal sealed class DifferentialTests
{
    private const string Line = "GET / HTTP/1.1\r\nHost: a\r\n";

    // Names are looked up, and addresses dialled, by programs that are not ours.
    [Test]
    public void Nothing_that_is_sent_leads_off_this_machine()
    {
        var mutation = new Mutation(new Random(1));

        for (var count = 0; count < 5000; count++)
        {
            var target = mutation.Next().Replace(Mutation.Authority, "", StringComparison.Ordinal).Split("Host:")[0];
            target.Should().NotMatchRegex("(?i)test|example|localhost");
        }
    }

    [Test]
    public void The_same_seed_sends_the_same_requests()
    {
        var (one, other) = (new Mutation(new Random(7)), new Mutation(new Random(7)));

        Enumerable.Range(0, 100).Select(_ => one.Next()).Should().Equal(Enumerable.Range(0, 100).Select(_ => other.Next()));
    }

    [TestCase(Line + "Content-Length: 0\r\n\r\n")]
    [TestCase(Line + "Transfer-Encoding: gzip, chunked\r\n\r\n")]
    [TestCase("POST http://a/b?c HTTP/1.1\r\nX-\xff: \xff\r\nHost: a\r\n\r\n", "a line that has no field name")]
    [TestCase(Line + "X: a\nb: c\r\n\r\n", "a bare LF")]
    [TestCase(Line + "X: a\rb: c\r\n\r\n", "a bare CR")]
    [TestCase(Line + "X: a\0\r\n\r\n", "a NUL")]
    [TestCase(Line + "X: a\r\n b\r\n\r\n", "a folded line")]
    [TestCase(Line + "X : a\r\n\r\n", "whitespace before a colon")]
    [TestCase(Line + "X\r\n\r\n", "a line that has no field name")]
    [TestCase("GET /\x80 HTTP/1.1\r\nHost: a\r\n\r\n", "a malformed request line")]
    [TestCase("GET / HTTP/1.1\r\n\r\n", "not exactly one Host")]
    [TestCase(Line + "Host: a\r\n\r\n", "not exactly one Host")]
    [TestCase(Line + "Content-Length: 5\r\nContent-Length: 5\r\n\r\n", "Content-Length that is not one number")]
    [TestCase(Line + "Content-Length: +5\r\n\r\n", "Content-Length that is not one number")]
    [TestCase(Line + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n", "Content-Length beside Transfer-Encoding")]
    [TestCase(Line + "Transfer-Encoding: chunked, gzip\r\n\r\n", "a final transfer coding", "chunked twice")]
    [TestCase("GET / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", "Transfer-Encoding in HTTP/1.0")]
    public void What_can_be_read_in_two_ways_is_a_defect(string head, params string[] defects)
    {
        var found = Ambiguity.Of(WireRequest.Parse(Encoding.Latin1.GetBytes(head))).ToList();

        found.Should().Equal(defects, (one, defect) => one.StartsWith(defect));
    }

    [Test]
    public async Task Through_the_reference_two_requests_are_two_and_an_ambiguous_one_is_none()
    {
        // Both end with the connection: the time is only a bound.
        var patience = TimeSpan.FromSeconds(30);
        await using var proxy = LocalProxy.StartReference();
        const string post = "POST http://{A}/first HTTP/1.1\r\nHost: {A}\r\nContent-Length: 5\r\n";
        const string get = "GET http://{A}/second HTTP/1.1\r\nHost: {A}\r\nConnection: close\r\n\r\n";

        var two = await Trial.RunAsync(proxy, $"{post}\r\nhello{get}", patience);
        var none = await Trial.RunAsync(proxy, $"{post}Transfer-Encoding: chunked\r\n\r\nhello{get}", patience);

        $"{two}".Should().Be("POST /first to {A} [hello] + GET /second to {A} [] (200 200)");
        $"{none}".Should().Be("nothing (400)");
    }

    [Test]
    public void Proxies_that_disagree_are_a_class_and_one_that_refuses_is_none()
    {
        const string first = "GET /a HTTP/1.1\r\nHost: a\r\n\r\n";

        Classes($"{first}GET /b HTTP/1.1\r\nHost: a\r\n\r\n", first, "").Should().BeEmpty();
        Classes($"{first}GET /b HTTP/1.1\r\nHost: a\r\n\r\n", $"{first}GET /c HTTP/1.1\r\nHost: a\r\n\r\n", first)
            .Should().Equal("one and two forward different requests");
        Classes("GET /a HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nb", "", first)
            .Should().Equal("one and three forward different requests");
        Classes(first, "GET /a HTTP/1.1\r\nHost: b\r\n\r\n", "").Should().Equal("one and two forward different requests");
        Classes("", "GET /a HTTP/1.1\r\n\r\n", "").Should().Equal("two forwards not exactly one Host (RFC 9112 §3.2)");
    }

    private static IReadOnlyList<string> Classes(string one, string two, string three) => Differences.ClassesOf(
        new[] { ("one", one), ("two", two), ("three", three) }.ToDictionary(
            seen => seen.Item1, seen => new Outcome(SeenRequest.ReadAll(Encoding.Latin1.GetBytes(seen.Item2)), [])));
}
