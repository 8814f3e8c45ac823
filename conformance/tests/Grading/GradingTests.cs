using System.Text;
using ConformanceKit.Grading;
using ConformanceKit.Model;
using ConformanceKit.Wire;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Tests.Grading;

public sealed class GradingTests
{
    private static readonly WireResponse Ok = Response("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nVia: 1.1 a\r\nVia: 1.1 b\r\n\r\n");
    private static readonly WireResponse Bad = Response("HTTP/1.0 400\r\nX: {0}{reason}\r\n\r\n");
    private static readonly WireResponse Moved = Response("HTTP/1.1 301 Moved\r\n\r\n");

    private static readonly WireRequest Get =
        WireRequest.Parse(Encoding.Latin1.GetBytes("GET /x HTTP/1.1\r\nHost: o:1\r\nHost: p\r\n\r\n"));

    private static readonly WireEnd Fin = new(EndKind.Fin, 3, [1, 2, 3], "aa");
    private static readonly WireEnd Rst = new(EndKind.Reset, 0, [], "bb");

    private static IEnumerable<TestCaseData> Broken()
    {
        yield return Case("not-successful", () => Bad.Should().BeSuccessful());
        yield return Case("status", () => Bad.Should().HaveStatus(407, 403));
        yield return Case("accepted", () => Ok.Should().HaveStatus(407));
        yield return Case("accepted", () => Ok.Should().BeRejection());
        yield return Case("not-rejected", () => Moved.Should().BeRejection());
        yield return Case("body-incomplete", () => Cut("HTTP/1.1 400 Bad\r\n\r\n").Should().BeRejection());
        yield return Case("body-incomplete", () => Cut("HTTP/1.1 200 OK\r\n\r\n").Should().HaveBody("x"));
        yield return Case("body-empty", () => Bad.Should().HaveNonEmptyBody());
        yield return Case("body-present", () => WithBody("x").Should().HaveNoBody());
        yield return Case("body-differs", () => WithBody("x").Should().HaveBody("y"));
        yield return Case("version", () => Bad.Should().HaveVersion("HTTP/1.1"));
        yield return Case("status-line", () => Bad.Should().HaveStatusLineSpace());
        yield return Case("field-absent", () => Ok.Should().HaveField("Date"));
        yield return Case("field-present", () => Ok.Should().NotHaveField("content-length"));
        yield return Case("field-present", () => WithTrailer("X: 1").Should().NotHaveTrailer("x"));
        yield return Case("field-value", () => Ok.Should().HaveFieldValue("Via", "1.1 c"));
        yield return Case("field-absent", () => Ok.Should().HaveFieldValue("Date", "x"));
        yield return Case("field-value", () => Bad.Should().HaveFieldValue("X", "y"));
        yield return Case("field-value", () => Ok.Should().HaveFieldLines("Via", "1.1 b", "1.1 a"));
        yield return Case("field-repeated", () => Get.Should().HaveSingleField("Host", "o:1"));
        yield return Case("field-value", () => Ok.Should().HaveFieldMatching("Via", "1.0 a", "^1\\.0 "));
        yield return Case("field-absent", () => Ok.Should().HaveFieldMatching("Date", "today", "."));
        yield return Case("field-value", () => Ok.Should().HaveMember("Via", "1.1 c"));
        yield return Case("field-value", () => Ok.Should().NotHaveMember("Via", "1.1 B"));
        yield return Case("field-present", () => ((WireMessage)Ok).Should().NotHaveField("Via"));
        yield return Case("status", () => Bad.Should().NotHaveStatus(400));
        yield return Case("status", () => Bad.Should().BeServerError());
        yield return Case("accepted", () => Ok.Should().BeServerError());
        yield return Case("status", () => Response("HTTP/1.1 502 Bad\r\n\r\n").Should().NotBeServerError());
        yield return Case("request-line", () => Get.Should().HaveRequestLine("GET / HTTP/1.1"));
        yield return Case("request-line", () => Get.Should().HaveTarget("/"));
        yield return Case("version", () => Get.Should().HaveVersion("HTTP/1.0"));
        yield return Case("body-complete", () => WithBody("x").Should().HaveIncompleteBody());
        yield return Case("end-not-fin", () => Rst.Should().BeFin());
        yield return Case("end-not-reset", () => Fin.Should().BeReset());
        yield return Case("bytes-differ", () => Fin.Should().HaveBytes([1, 2, 4]));
        yield return Case("bytes-differ", () => Fin.Should().HaveBytes("\x01\x02\x03\x04"));
        yield return Case("bytes-differ", () => Fin.Should().HaveHash(3, "bb"));
        yield return Case("unexpected-bytes", () => Fin.Bytes.Should().BeEmpty());
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
        Ok.Should().BeSuccessful().And.HaveStatus(200).And.HaveVersion("HTTP/1.1").And.HaveField("VIA").And.NotHaveField("Date")
            .And.HaveFieldValue("Via", "1.1 b").And.HaveFieldLines("Via", "1.1 a", "1.1 b").And.HaveSingleField("Content-Length", "0")
            .And.HaveCompleteBody().And.HaveNoBody().And.HaveStatusLineSpace().And.NotHaveStatus(201)
            .And.HaveFieldMatching("Via", "1.1 a, 1.1 b", "^1\\.1 a, 1\\.1 b$").And.HaveMember("via", "1.1 B").And.NotHaveMember("Date", "x");
        Bad.Should().BeRejection();
        WithBody("x").Should().HaveBody("x").And.HaveNonEmptyBody();
        Cut("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n").Should().HaveIncompleteBody();
        Get.Should().HaveRequestLine("GET /x HTTP/1.1").And.HaveTarget("/x").And.HaveVersion("HTTP/1.1");
        Fin.Should().BeFin().And.HaveBytes([1, 2, 3]).And.HaveHash(3, "aa");
        Rst.Should().BeReset();
        "ab"u8.ToArray().Should().Equal("ab").And.NotContain("c");
    }

    [Test]
    public void The_message_shows_the_line_that_breaks_it() => Message(() => Ok.Should().NotHaveField("Content-Length")).Should().Be(
        "expected no Content-Length in \"HTTP/1.1 200 OK\", but found \"Content-Length: 0\"");

    [Test]
    public void The_message_says_why_when_told() =>
        Message(() => Ok.Should().NotHaveField("Content-Length", "a tunnel has no {0}", "body"))
            .Should().EndWith("but found \"Content-Length: 0\"; expected because a tunnel has no body");

    [Test]
    public void Braces_from_the_wire_stay_as_they_are() =>
        Message(() => Bad.Should().NotHaveField("X")).Should().EndWith("but found \"X: {0}{reason}\"");

    [Test]
    public void A_difference_of_bytes_is_shown_where_it_begins()
    {
        var expected = Encoding.Latin1.GetBytes(new string('a', 1000) + "b");
        var actual = Encoding.Latin1.GetBytes(new string('a', 1000) + "c");

        Message(() => actual.Should().Equal(expected)).Should().Contain("aab\"").And.Contain("aac\"").And.Contain("different from 1000");
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
