using ConformanceKit.CommandLine.Commands;
using ConformanceKit.CommandLine.Options;
using ConformanceKit.Model;
using ConformanceKit.Running.Cases;
using ConformanceKit.SamplePack;
using ConformanceKit.Wire;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Tests.CommandLine;

internal sealed class ProgressTests
{
    private StringWriter _text = new();
    private TextWriter _errors = TextWriter.Null;

    [SetUp]
    public void Begin() => _errors = TextWriter.Synchronized(_text = new());

    [TearDown]
    public void End() => _errors.Dispose();

    [Test]
    public void On_a_terminal_one_line_is_redrawn_and_gone_in_the_end()
    {
        using (var progress = Start(terminal: true, planned: 3, running: 2))
        {
            progress.Finished("p", Result(Verdict.Pass));
            progress.Finished("p", Result(Verdict.Fail));
            Drawn().Should().EndWith("\r2/3 done, 2 running, 1 fail, 0 s");
            progress.Step("building an image");
        }

        var all = Drawn();
        all.Should().Contain($"\r{new string(' ', 79)}\rbuilding an image{Environment.NewLine}")
            .And.EndWith($"\r{new string(' ', 79)}\r")
            .And.NotContain("\u001b");
        all.Split('\r', '\n').Should().OnlyContain(line => line.Length < 80);
    }

    [Test]
    public void On_a_narrow_terminal_the_line_is_not_broken_either()
    {
        using (var progress = Start(terminal: true, planned: 100, running: 32, width: 20))
            progress.Finished("p", Result(Verdict.Fail));

        Drawn().Should().Contain("\r1/100 done, 32 runn").And.NotContain("running");
    }

    [Test]
    public async Task Time_passes_while_nothing_ends()
    {
        using var progress = Start(terminal: true, planned: 1, running: 1);

        for (var waited = 0; waited < 100 && !Drawn().Contains("1 s", StringComparison.Ordinal); waited++)
            await Task.Delay(50);

        Drawn().Should().Contain("0/1 done, 1 running, 0 fail, 1 s");
    }

    [Test]
    public async Task What_comes_after_the_end_leaves_the_terminal_alone()
    {
        var progress = Start(terminal: true, planned: 1, running: 1);
        progress.Dispose();
        var drawn = Drawn();

        progress.Finished("p", Result(Verdict.Pass));
        progress.Step("removing containers");
        await Task.Delay(1200);

        Drawn().Should().Be($"{drawn}removing containers{Environment.NewLine}");
    }

    [Test]
    public void Elsewhere_there_are_plain_lines()
    {
        using (var progress = Start(terminal: false, planned: 4, running: 2))
        {
            progress.Finished("p", Result(Verdict.Pass, "group/1"));
            progress.Finished("p", Result(Verdict.NotApplicable, "group/2"));
            progress.Finished("p", Result(Verdict.Fail));
        }

        Drawn().Should().Be(string.Join(
            Environment.NewLine, "1/4 done, 0 fail, 0 s", "2/4 done, 0 fail, 0 s", "FAIL      group/id on p",
            "3/4 done, 1 fail, 0 s", ""));
    }

    [Test]
    public void Lines_about_a_proxy_wait_for_its_first_reply()
    {
        using (var progress = Start(terminal: false, planned: 100, running: 2))
        {
            progress.Finished("mute", Result(Verdict.Fail));
            progress.Finished("late", Result(Verdict.HarnessError));
            Drawn().Should().BeEmpty();
            progress.Finished("late", Result(Verdict.Warning) with
            {
                Evidence = [new(TimeSpan.Zero, "client 1", WireEvent.Received, 5, "HTTP/1.1 200 OK\r\n"u8.ToArray(), "")],
            });
        }

        Drawn().Should().Be(string.Join(Environment.NewLine, "ERROR     group/id on late", "warn      group/id on late", ""));
    }

    [Test]
    public void The_counts_are_those_of_the_totals()
    {
        using (var progress = Start(terminal: true, planned: 5, running: 0))
        {
            progress.Finished("p", Ran(Verdict.HarnessError, "group/1"));
            Drawn().Should().EndWith("\r1/5 done, 0 running, 0 fail, 1 harness-error, 0 s");
            progress.Finished("p", Ran(Verdict.Fail, "group/2"));
            progress.Finished("p", Ran(Verdict.Blocked, "group/3"));
            progress.Finished("p", Ran(Verdict.Blocked, "group/4"));
            progress.Finished("p", Ran(Verdict.Warning, "group/5"));
            Drawn().Should().EndWith("\r5/5 done, 0 running, 1 fail, 1 warning, 2 blocked, 1 harness-error, 0 s");
        }
    }

    [Test]
    public void A_case_counts_once_in_all_rounds()
    {
        using (var progress = Start(terminal: true, planned: 6, running: 0))
        {
            foreach (var verdict in new[] { Verdict.Pass, Verdict.Fail, Verdict.Fail, Verdict.Warning, Verdict.Pass })
                progress.Finished("p", Ran(verdict, "group/id"));
            Drawn().Should().EndWith("\r5/6 done, 0 running, 1 fail, 0 s");
            progress.Finished("p", Ran(Verdict.HarnessError, "group/id"));
            Drawn().Should().EndWith("\r6/6 done, 0 running, 0 fail, 1 harness-error, 0 s");
        }
    }

    [Test]
    public void What_did_not_start_is_not_graded()
    {
        using (var progress = Start(terminal: true, planned: 9, running: 0))
        {
            progress.Finished("p", Ran(Verdict.HarnessError, "group/1"));
            progress.Finished("unstartable", Result(Verdict.HarnessError, "group/1"));
            progress.Finished("unstartable", Result(Verdict.HarnessError, "group/2"));
            progress.Finished("unstartable", Result(Verdict.NotApplicable, "group/3"));
            Drawn().Should().EndWith("\r4/9 done, 0 running, 0 fail, 1 harness-error, 2 not graded, 0 s");
        }
    }

    [Test]
    public void Only_what_differs_from_a_baseline_has_a_line()
    {
        using (var progress = Start(terminal: false, planned: 100, running: 0, drift: true))
        {
            progress.Finished("new", Ran(Verdict.Pass, "group/1"));
            progress.Finished("known", Ran(Verdict.Pass, "group/1"));
            progress.Finished("known", Ran(Verdict.Fail, "group/2"));
            progress.Finished("known", Ran(Verdict.HarnessError, "group/3"));
            progress.Finished("new", Ran(Verdict.Blocked, "group/4"));
        }

        Drawn().Should().Be(string.Join(
            Environment.NewLine, "pass !    group/1 on new", "ERROR     group/3 on known", "BLOCKED ! group/4 on new", ""));
    }

    [Test]
    public void What_starts_is_named_beside_what_runs()
    {
        using (var progress = Start(terminal: true, planned: 9, running: 3, starting: ["squid", "apache"]))
        {
            progress.Finished("p", Result(Verdict.Pass));
            Drawn().Should().EndWith("\r1/9 done, 3 running, 0 fail, 0 s; starting squid, apache");
        }
    }

    private Progress Start(bool terminal, int planned, int running, int width = 80, string[]? starting = null, bool drift = false)
    {
        var context = new CommandContext(typeof(Endings).Assembly, TextWriter.Null, _errors, (_, _) => new([]))
        {
            ErrorIsTerminal = terminal,
            ErrorWidth = width,
        };
        return new(context, planned, () => running, () => starting ?? [])
        {
            DriftOf = (proxy, _) => drift ? proxy == "new" : null,
        };
    }

    // The clock writes from another thread, under the writer's lock.
    private string Drawn()
    {
        lock (_errors)
            return _text.ToString();
    }

    private static ScenarioResult Result(Verdict verdict, string id = "group/id") =>
        new(new(id, "practice", Level.Must, "title"), verdict, "", "", TimeSpan.Zero, []);

    private static ScenarioResult Ran(Verdict verdict, string id) =>
        Result(verdict, id) with { Time = new(0, TimeSpan.Zero, []) };
}
