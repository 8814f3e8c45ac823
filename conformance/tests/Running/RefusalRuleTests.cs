using System.Text;
using ConformanceKit.Grading;
using ConformanceKit.Model;
using ConformanceKit.Running.Authoring;
using ConformanceKit.Wire;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Tests.Running;

/// <summary>The rule for refusals, row by row.</summary>
internal sealed class RefusalRuleTests
{
    private static readonly RefusalSighting s_nothing = new(false, false, "", "; nothing was forwarded");
    private static readonly RefusalSighting s_asAsked = new(true, true, ReasonIds.OriginContacted, "; it dialled a:1");
    private static readonly RefusalSighting s_guessed = new(true, false, ReasonIds.OriginContacted, "; it dialled a:443");

    [TestCase(400, Verdict.Pass, Verdict.Pass)]
    [TestCase(501, Verdict.Pass, Verdict.Pass)]
    [TestCase(403, Verdict.Warning, Verdict.Warning)]
    [TestCase(502, Verdict.Warning, Verdict.Warning)]
    [TestCase(302, Verdict.Fail, Verdict.Warning)]
    [TestCase(200, Verdict.Fail, Verdict.Fail)]
    public void Where_nothing_went_on_the_named_statuses_pass_and_only_a_2xx_fails_at_any_level(int status, Verdict must,
        Verdict should)
    {
        Judge(Level.Must, Reply(status), s_nothing).Should().Be(must);
        Judge(Level.Should, Reply(status), s_nothing).Should().Be(should);
    }

    [TestCase(ReasonIds.ClosedWithoutReply)]
    [TestCase(ReasonIds.ResetWithoutReply)]
    [TestCase(ReasonIds.ReplyTimeout)]
    [TestCase(ReasonIds.MalformedResponse)]
    public void Where_nothing_went_on_the_lack_of_a_reply_warns(string reasonId)
    {
        Judge(Level.Must, new(null, reasonId, "no reply"), s_nothing).Should().Be(Verdict.Warning);
        Judge(Level.Practice, new(null, reasonId, "no reply"), s_nothing).Should().Be(Verdict.Warning);
    }

    [Test]
    public void What_went_on_breaks_the_requirement_whatever_was_answered()
    {
        foreach (var answer in new[] { Reply(400), Reply(502), new(null, ReasonIds.ClosedWithoutReply, "closed"),
            new(null, ReasonIds.ReplyTimeout, "silent") })
        {
            Judge(Level.MustNot, answer, s_asAsked).Should().Be(Verdict.Fail);
            Judge(Level.Text, answer, s_guessed).Should().Be(Verdict.Fail);
            Judge(Level.Should, answer, s_asAsked).Should().Be(Verdict.Warning);
            Judge(Level.Practice, answer, s_guessed).Should().Be(Verdict.Warning);
        }
    }

    [Test]
    public void A_2xx_that_tells_the_truth_is_graded_by_the_level_and_one_that_does_not_fails()
    {
        Judge(Level.Should, Reply(200), s_asAsked).Should().Be(Verdict.Warning);
        Judge(Level.Should, Reply(200), s_guessed).Should().Be(Verdict.Fail);
        Judge(Level.Must, Reply(200), s_asAsked).Should().Be(Verdict.Fail);
    }

    [TestCase(400, Verdict.Pass)]
    [TestCase(599, Verdict.Pass)]
    [TestCase(301, Verdict.Fail)]
    public void Where_the_clause_names_no_status_any_4xx_or_5xx_passes(int status, Verdict verdict) =>
        Judge(Level.Must, Reply(status), s_nothing, []).Should().Be(verdict);

    [Test]
    public void The_reason_says_what_was_expected_what_came_where_it_went_and_why()
    {
        var findings = new Findings();
        RefusalRule.Judge([400], Reply(502), s_nothing, "it is malformed", findings);

        findings.Warnings.Should().ContainSingle().Which.Message.Should().Be(
            "expected 400, but got \"HTTP/1.1 502 \"; nothing was forwarded; expected because it is malformed");
    }

    [Test]
    public void What_had_to_be_forwarded_and_was_not_warns_whatever_was_answered()
    {
        var findings = new Findings();
        RefusalRule.JudgeUnforwarded(Reply(200), s_nothing, findings);
        RefusalRule.JudgeUnforwarded(Reply(403), s_nothing, findings);
        RefusalRule.JudgeUnforwarded(new(null, ReasonIds.ClosedWithoutReply, "the connection was closed"), s_nothing, findings);

        findings.Warnings.Select(warning => warning.ReasonId).Should().Equal(
            ReasonIds.OriginNotContacted, ReasonIds.OriginNotContacted, ReasonIds.ClosedWithoutReply);
        findings.Warnings.Select(warning => warning.Message).Should().Equal(
            "expected the request to be forwarded, but got \"HTTP/1.1 200 \"; nothing was forwarded: the reply is the proxy's "
            + "own, and "
            + "claims a success that did not happen",
            "expected the request to be forwarded, but got \"HTTP/1.1 403 \"; nothing was forwarded: the reply is the proxy's "
            + "own",
            "expected the request to be forwarded, but the connection was closed; nothing was forwarded");
    }

    [Test]
    public void What_was_forwarded_in_part_breaks_the_requirement() =>
        FluentActions.Invoking(() => RefusalRule.JudgeUnforwarded(Reply(200), s_asAsked, new()))
            .Should().Throw<RequirementBrokenException>();

    [Test]
    public void The_sentence_of_a_row_names_its_statuses_and_follows_its_level()
    {
        RefusalRule.Sentence([400, 501], Level.Must, mayForward: false)
            .Should().StartWith("A refusal with 400 or 501 passes; another 4xx or 5xx, ");
        RefusalRule.Sentence([], Level.Practice, mayForward: false)
            .Should().StartWith("A refusal with any 4xx or 5xx passes; anything else warns.");
        RefusalRule.Sentence([400], Level.Must, mayForward: true)
            .Should().StartWith("Forwarding it as the clause says passes, and so does 400; ");
    }

    private static RefusalAnswer Reply(int status)
    {
        var response = WireResponse.Parse(Encoding.Latin1.GetBytes($"HTTP/1.1 {status} \r\n\r\n"));
        return new(response, "", $"got \"{response}\"");
    }

    private static Verdict Judge(Level level, RefusalAnswer answer, RefusalSighting sighting, int[]? statuses = null)
    {
        var findings = new Findings();
        Exception? thrown = null;
        try
        {
            RefusalRule.Judge(statuses ?? [400, 501], answer, sighting, "", findings);
        }
        catch (RequirementBrokenException broken)
        {
            thrown = broken;
        }

        return VerdictRules.Judge(level, thrown, findings).Verdict;
    }
}
