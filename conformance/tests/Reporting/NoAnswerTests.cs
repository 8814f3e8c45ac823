using ConformanceKit.Model;
using ConformanceKit.Reporting;
using ConformanceKit.Wire;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Tests.Reporting;

internal sealed class NoAnswerTests
{
    private static readonly TranscriptEvent s_asked = Event(WireEvent.Sent, "GET / HTTP/1.1\r\n\r\n");

    [TestCase(WireEvent.Note, "", "accepted connections and sent nothing")]
    [TestCase(WireEvent.FinReceived, "", "accepted connections and closed them")]
    [TestCase(WireEvent.ResetReceived, "", "accepted connections and reset them")]
    [TestCase(WireEvent.Received, "SSH-2.0-x\r\n", @"sent what is not HTTP, ""SSH-2.0-x\r\n""")]
    public void What_most_connections_saw_is_said(WireEvent kind, string bytes, string expected)
    {
        var proxy = Proxy(6, Verdict.Fail, [s_asked, Event(kind, bytes)]);

        NoAnswer.WhatCameInstead(proxy).Should().Be(
            $"it never replied with HTTP: in 6 cases it {expected}. Check that a plain HTTP proxy listens there.");
        VerdictSentence.Of(proxy, interrupted: false).Should().StartWith("not conformant: it never replied");
        WorstFails.Of([proxy]).Should().BeEmpty();
    }

    [Test]
    public void A_reply_counts_however_it_arrives()
    {
        TranscriptEvent[] evidence = [s_asked, Event(WireEvent.Received, "HT"), Event(WireEvent.Received, "TP/1.1 400 ")];

        NoAnswer.WhatCameInstead(Proxy(6, Verdict.Fail, evidence)).Should().BeNull();
    }

    [Test]
    public void A_few_cases_are_shown_one_by_one() =>
        NoAnswer.WhatCameInstead(Proxy(5, Verdict.Fail, [s_asked])).Should().BeNull();

    [Test]
    public void What_passes_a_MUST_was_answered() =>
        NoAnswer.WhatCameInstead(Proxy(6, Verdict.Pass, [s_asked, Event(WireEvent.Received, "\0\0")])).Should().BeNull();

    [Test]
    public void A_proxy_on_which_something_ran_was_started()
    {
        var proxy = Proxy(2, Verdict.HarnessError, []);

        NoAnswer.WhyNotStarted(proxy).Should().Be("a reason");
        NoAnswer.WhyNotStarted(proxy with { Time = SampleReport.Time() }).Should().BeNull();
    }

    private static ProxyReport Proxy(int cases, Verdict verdict, IReadOnlyList<TranscriptEvent> evidence)
    {
        var proxy = SampleReport.Build().Proxies[0];
        var scenario = proxy.Scenarios[0] with { Verdict = verdict, Reason = "a reason", Evidence = evidence };
        return proxy with
        {
            Scenarios = [.. Enumerable.Range(1, cases).Select(number => scenario with { Id = $"group/{number}" })],
        };
    }

    private static TranscriptEvent Event(WireEvent kind, string bytes) =>
        new(TimeSpan.Zero, "client 1", kind, bytes.Length, System.Text.Encoding.Latin1.GetBytes(bytes), "");
}
