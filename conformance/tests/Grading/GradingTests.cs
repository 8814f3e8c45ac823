using System.Text;
using ConformanceKit.Grading;
using ConformanceKit.Model;
using ConformanceKit.Wire;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Tests.Grading;

internal sealed class GradingTests
{
    private static readonly WireResponse s_ok = Response(
        "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nVia: 1.1 a\r\nVia: 1.1 b\r\n\r\n");
    private static readonly WireResponse s_bad = Response("HTTP/1.0 400\r\nX: {0}{reason}\r\n\r\n");
    private static readonly WireResponse s_moved = Response("HTTP/1.1 301 Moved\r\n\r\n");

    private static readonly WireRequest s_get =
        WireRequest.Parse(Encoding.Latin1.GetBytes("GET /x HTTP/1.1\r\nHost: o:1\r\nHost: p\r\n\r\n"));

    private static readonly WireEnd s_fin = new(EndKind.Fin, 3, [1, 2, 3], "aa");
    private static readonly WireEnd s_rst = new(EndKind.Reset, 0, [], "bb");

    private static IEnumerable<TestCaseData> Broken()
    {
        yield return Case("not-successful", () => s_bad.Should().BeSuccessful());
        yield return Case("status", () => s_bad.Should().HaveStatus(407, 403));
        yield return Case("accepted", () => s_ok.Should().HaveStatus(407));
        yield return Case("accepted", () => s_ok.Should().BeRejection());
        yield return Case("not-rejected", () => s_moved.Should().BeRejection());
        yield return Case("body-incomplete", () => Cut("HTTP/1.1 400 Bad\r\n\r\n").Should().BeRejection());
        yield return Case("body-incomplete", () => Cut("HTTP/1.1 200 OK\r\n\r\n").Should().HaveBody("x"));
        yield return Case("body-empty", () => s_bad.Should().HaveNonEmptyBody());
        yield return Case("body-present", () => WithBody("x").Should().HaveNoBody());
        yield return Case("body-differs", () => WithBody("x").Should().HaveBody("y"));
        yield return Case("version", () => s_bad.Should().HaveVersion("HTTP/1.1"));
        yield return Case("status-line", () => s_bad.Should().HaveStatusLineSpace());
        yield return Case("field-absent", () => s_ok.Should().HaveField("Date"));
        yield return Case("field-present", () => s_ok.Should().NotHaveField("content-length"));
        yield return Case("field-present", () => WithTrailer("X: 1").Should().NotHaveTrailer("x"));
        yield return Case("field-value", () => s_ok.Should().HaveFieldValue("Via", "1.1 c"));
        yield return Case("field-absent", () => s_ok.Should().HaveFieldValue("Date", "x"));
        yield return Case("field-value", () => s_bad.Should().HaveFieldValue("X", "y"));
        yield return Case("field-value", () => s_ok.Should().HaveFieldLines("Via", "1.1 b", "1.1 a"));
        yield return Case("field-repeated", () => s_get.Should().HaveSingleField("Host", "o:1"));
        yield return Case("field-value", () => s_ok.Should().HaveFieldMatching("Via", "1.0 a", "^1\\.0 "));
        yield return Case("field-absent", () => s_ok.Should().HaveFieldMatching("Date", "today", "."));
        yield return Case("field-value", () => s_ok.Should().HaveMember("Via", "1.1 c"));
        yield return Case("field-value", () => s_ok.Should().NotHaveMember("Via", "1.1 B"));
        yield return Case("field-present", () => ((WireMessage)s_ok).Should().NotHaveField("Via"));
        yield return Case("status", () => s_bad.Should().NotHaveStatus(400));
        yield return Case("status", () => s_bad.Should().BeServerError());
        yield return Case("accepted", () => s_ok.Should().BeServerError());
        yield return Case("status", () => Response("HTTP/1.1 502 Bad\r\n\r\n").Should().NotBeServerError());
        yield return Case("request-line", () => s_get.Should().HaveRequestLine("GET / HTTP/1.1"));
        yield return Case("request-line", () => s_get.Should().HaveTarget("/"));
        yield return Case("version", () => s_get.Should().HaveVersion("HTTP/1.0"));
        yield return Case("body-complete", () => WithBody("x").Should().HaveIncompleteBody());
        yield return Case("end-not-fin", () => s_rst.Should().BeFin());
        yield return Case("end-not-reset", () => s_fin.Should().BeReset());
        yield return Case("bytes-differ", () => s_fin.Should().HaveBytes([1, 2, 4]));
        yield return Case("bytes-differ", () => s_fin.Should().HaveBytes("\x01\x02\x03\x04"));
        yield return Case("bytes-differ", () => s_fin.Should().HaveHash(3, "bb"));
        yield return Case("unexpected-bytes", () => s_fin.Bytes.Should().BeEmpty());
        yield return Case("unexpected-bytes", () => "Via: x"u8.ToArray().Should().NotContain("Via"));
    }

    [TestCaseSource(nameof(Broken))]
    public void A_broken_requirement_names_its_reason(string reason, Action assertion)
    {
        var broken = assertion.Should().Throw<RequirementBrokenException>().Which;

        broken.ReasonId.Should().Be(reason);
        broken.Message.Should().NotBeEmpty().And.NotEndWith("{reason}");
    }

    [Test]
    public void What_holds_passes()
    {
        s_ok.Should().BeSuccessful().And.HaveStatus(200).And.HaveVersion("HTTP/1.1").And.HaveField("VIA").And.NotHaveField("Date")
            .And.HaveFieldValue("Via", "1.1 b").And.HaveFieldLines("Via", "1.1 a", "1.1 b").And.HaveSingleField("Content-Length",
                "0")
            .And.HaveCompleteBody().And.HaveNoBody().And.HaveStatusLineSpace().And.NotHaveStatus(201)
            .And.HaveFieldMatching("Via", "1.1 a, 1.1 b", "^1\\.1 a, 1\\.1 b$").And.HaveMember("via", "1.1 B").And
            .NotHaveMember("Date", "x");
        s_bad.Should().BeRejection();
        WithBody("x").Should().HaveBody("x").And.HaveNonEmptyBody();
        Cut("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n").Should().HaveIncompleteBody();
        s_get.Should().HaveRequestLine("GET /x HTTP/1.1").And.HaveTarget("/x").And.HaveVersion("HTTP/1.1");
        s_fin.Should().BeFin().And.HaveBytes([1, 2, 3]).And.HaveHash(3, "aa");
        s_rst.Should().BeReset();
        "ab"u8.ToArray().Should().Equal("ab").And.NotContain("c");
    }

    [Test]
    public void The_message_shows_the_line_that_breaks_it() => Message(() => s_ok.Should().NotHaveField("Content-Length"))
        .Should().Be(
        "expected no Content-Length in \"HTTP/1.1 200 OK\", but found \"Content-Length: 0\"");

    [Test]
    public void The_message_says_why_when_told() =>
        Message(() => s_ok.Should().NotHaveField("Content-Length", "a tunnel has no {0}", "body"))
            .Should().EndWith("but found \"Content-Length: 0\"; expected because a tunnel has no body");

    [Test]
    public void Braces_from_the_wire_stay_as_they_are() =>
        Message(() => s_bad.Should().NotHaveField("X")).Should().EndWith("but found \"X: {0}{reason}\"");

    [Test]
    public void A_difference_of_bytes_is_shown_where_it_begins()
    {
        var expected = Encoding.Latin1.GetBytes(new string('a', 1000) + "b");
        var actual = Encoding.Latin1.GetBytes(new string('a', 1000) + "c");

        Message(() => actual.Should().Equal(expected)).Should().Contain("aab\"").And.Contain("aac\"")
            .And.Contain("first difference is at offset 1000");
    }

    [Test]
    public void Reasons_are_words_with_hyphens_and_each_is_there_once()
    {
        ReasonIds.All.Should().OnlyContain(id => id.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'));
        ReasonIds.All.Should().HaveCount(typeof(ReasonIds).GetFields().Length);
    }

    private static TestCaseData Case(string reason, Action assertion) => new(reason, assertion);

    private static string Message(Action assertion) => assertion.Should().Throw<RequirementBrokenException>().Which.Message;

    private static WireResponse Response(string head) => WireResponse.Parse(Encoding.Latin1.GetBytes(head));

    private static WireResponse WithBody(string body)
    {
        var response = Response("HTTP/1.1 200 OK\r\n\r\n");
        response.Body = Encoding.Latin1.GetBytes(body);
        return response;
    }

    private static WireResponse WithTrailer(string line)
    {
        var response = Response("HTTP/1.1 200 OK\r\n\r\n");
        response.Trailers = [FieldLine.Parse(Encoding.Latin1.GetBytes(line))];
        return response;
    }

    private static WireResponse Cut(string head)
    {
        var response = Response(head);
        response.BodyEnd = new(BodyEndKind.Incomplete, "closed after 1 bytes");
        return response;
    }
}
