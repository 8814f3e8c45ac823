using System.Collections.Concurrent;
using System.Reflection;
using ConformanceKit.Model;
using ConformanceKit.Running.Authoring;
using ConformanceKit.Running.Cases;
using ConformanceKit.Running.Engine;
using ConformanceKit.SamplePack;
using ConformanceKit.UnderTest;
using ConformanceKit.Wire;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Tests.Running;

/// <summary>Runs the sample pack as the command line does. One run at a time, because the pack counts in static fields.</summary>
[NonParallelizable]
internal sealed class SuiteRunTests
{
    private static readonly Assembly s_pack = typeof(Endings).Assembly;
    private static readonly CaseSettings s_patient = new() { Waits = new() { Scenario = TimeSpan.FromSeconds(30) } };
    private static readonly CaseSettings s_brief = new() { Waits = new() { Scenario = TimeSpan.FromMilliseconds(100) } };

    [TestCase("endings/pass", Verdict.Pass, "")]
    [TestCase("endings/must", Verdict.Fail, "sample-broken")]
    [TestCase("endings/assertion", Verdict.Fail, "assertion")]
    [TestCase("endings/nunit-assertion", Verdict.Fail, "assertion")]
    [TestCase("endings/should", Verdict.Warning, "sample-broken")]
    [TestCase("endings/info", Verdict.Info, "recorded")]
    [TestCase("endings/warn", Verdict.Warning, "odd")]
    [TestCase("endings/warn-then-fail", Verdict.Fail, "sample-broken")]
    [TestCase("endings/not-applicable", Verdict.NotApplicable, "not-applicable")]
    [TestCase("endings/harness", Verdict.HarnessError, "harness")]
    [TestCase("endings/timeout", Verdict.Fail, "scenario-timeout")]
    [TestCase("endings/deaf", Verdict.Fail, "scenario-timeout")]
    [TestCase("dependencies/on-pass", Verdict.Pass, "")]
    [TestCase("dependencies/on-fail", Verdict.Blocked, "blocked")]
    [TestCase("dependencies/on-blocked", Verdict.Blocked, "blocked")]
    [TestCase("dependencies/on-harness", Verdict.HarnessError, "harness")]
    [TestCase("dependencies/on-warning", Verdict.Pass, "")]
    [TestCase("dependencies/feature", Verdict.NotApplicable, "not-applicable")]
    [TestCase("dependencies/on-feature", Verdict.NotApplicable, "not-applicable")]
    [TestCase("dependencies/on-not-applicable", Verdict.NotApplicable, "not-applicable")]
    [TestCase("inputs/number/hex", Verdict.Pass, "")]
    public async Task Each_ending_has_its_verdict(string id, Verdict verdict, string reasonId)
    {
        var result = await RunAsync([id], settings: reasonId == "scenario-timeout" ? s_brief : s_patient);

        var outcome = result.Proxies.Single().Cases.Single();
        outcome.Result.Requirement.Id.Should().Be(id);
        outcome.Result.Verdict.Should().Be(verdict);
        outcome.Result.ReasonId.Should().Be(reasonId);
    }

    [Test]
    public async Task Every_selected_case_runs_once_on_every_proxy_and_dependencies_are_not_repeated()
    {
        var ids = ScenarioCatalogue.Of(s_pack).Cases.Select(scenario => scenario.Requirement.Id).ToHashSet();
        var before = Dependencies.RunsOfBase;

        var result = await RunAsync(ids, [new FakeProxy("one"), new FakeProxy("two")], s_brief);

        result.Proxies.Should().HaveCount(2);
        foreach (var proxy in result.Proxies)
            proxy.Cases.Select(outcome => outcome.Result.Requirement.Id).Should().BeEquivalentTo(ids);
        (Dependencies.RunsOfBase - before).Should().Be(2);
        result.Done.Should().Be(result.Planned);
        result.ExitCode().Should().Be(ExitCodes.HarnessError);
    }

    [Test]
    public async Task Inputs_give_their_arguments_and_their_part_of_the_id()
    {
        var run = await RunAsync(["inputs/number/hex", "inputs/number/plus"]);

        var results = run.Proxies.Single().Cases.Select(outcome => outcome.Result).ToList();
        results.Select(result => result.Reason).Should().Equal("0x50=80", "+80=81");
        results[0].Requirement.Title.Should().Be("Each number is tried (hex)");
    }

    [Test]
    public async Task A_proxy_that_never_starts_is_an_error_of_the_harness_for_each_scenario()
    {
        var result = await RunAsync(["endings/pass", "dependencies/on-fail"],
            [new FakeProxy("broken", "no engine here"), new FakeProxy("fine")]);

        result.Proxies[0].Cases.Should().OnlyContain(outcome =>
            outcome.Result.Verdict == Verdict.HarnessError && outcome.Result.Reason == "no engine here");
        result.Proxies[1].Cases[1].Result.Verdict.Should().Be(Verdict.Pass);
        result.ExitCode().Should().Be(ExitCodes.HarnessError);
    }

    [Test]
    public async Task A_proxy_that_is_ready_is_graded_while_another_still_starts()
    {
        var gate = new TaskCompletionSource();
        var readyDone = new TaskCompletionSource();
        var seen = new ConcurrentQueue<string>();
        string[] ids = ["dependencies/base", "dependencies/on-pass", "endings/must", "endings/pass"];
        var run = new SuiteRun(s_pack, [new(new FakeProxy("held", held: gate.Task), ""), new(new FakeProxy("ready"), "")],
            s_patient)
        {
            Ids = ids.ToHashSet(),
            Workers = 1,
            Finished = (proxy, _) =>
            {
                seen.Enqueue(proxy);
                if (seen.Count == ids.Length)
                    readyDone.SetResult();
            },
        };

        // The proxy that is ready gets all its results although the other one is held; the last one releases the wait.
        var result = run.RunAsync(CancellationToken.None);
        await readyDone.Task.WaitAsync(s_patient.Waits.Scenario);
        seen.Should().OnlyContain(proxy => proxy == "ready");
        run.Starting.Should().Equal("held");

        gate.SetResult();
        (await result).Proxies[0].Cases.Select(outcome => outcome.Result.Verdict)
            .Should().Equal(Verdict.Pass, Verdict.Pass, Verdict.Fail, Verdict.Pass);
        run.Starting.Should().BeEmpty();
    }

    [Test]
    public async Task A_run_that_is_stopped_while_a_proxy_starts_ends()
    {
        using var stop = new CancellationTokenSource();
        var held = new FakeProxy("held", held: new TaskCompletionSource().Task);
        var run = Run(["endings/pass"], [held], s_patient, (_, _) => { }).RunAsync(stop.Token);
        await held.Started;

        await stop.CancelAsync();

        var result = await run;
        (result.Interrupted, result.Done).Should().Be((true, 0));
    }

    [Test]
    public async Task A_scenario_that_ends_the_program_fails_and_the_next_one_runs_when_it_is_back()
    {
        await using var mortal = new MortalProxy();

        var result = await new SuiteRun(s_pack, [new(mortal, "mortal")], s_patient)
        {
            Ids = new HashSet<string> { "ends/it", "ends/then" },
        }
            .RunAsync(CancellationToken.None);

        result.Proxies.Single().Cases.Select(outcome => (outcome.Result.Verdict, outcome.Result.ReasonId))
            .Should().Equal((Verdict.Fail, "proxy-ended"), (Verdict.Pass, ""));
    }

    [Test]
    public async Task Each_scenario_has_one_of_the_instances_of_a_fragile_proxy_to_itself()
    {
        await using var twin = new MortalProxy();
        await using var mortal = new MortalProxy(twin: await twin.StartAsync(CancellationToken.None));

        var run = await new SuiteRun(s_pack, [new(mortal, "mortal")], s_patient)
        {
            Ids = new HashSet<string> { "ends/it", "ends/then" },
        }
            .RunAsync(CancellationToken.None);

        var cases = run.Proxies.Single().Cases.Select(outcome => outcome.Result).ToList();
        cases.Select(result => result.Verdict).Should().Equal(Verdict.Fail, Verdict.Pass);
        cases.Select(result => result.Evidence.First(step => step.Kind == WireEvent.Opened).Note).Should().OnlyHaveUniqueItems();
    }

    [Test]
    public async Task What_is_blocked_names_the_root_cause_once()
    {
        var result = await RunAsync(["dependencies/on-fail", "dependencies/on-blocked"]);

        result.Proxies.Single().Cases.Select(outcome => outcome.Result.Reason).Distinct().Should().ContainSingle()
            .Which.Should().StartWith("depends on endings/must, which failed: it is not");
    }

    [Test]
    public async Task A_scenario_that_ends_the_program_for_good_fails_and_nothing_is_said_about_those_after_it()
    {
        await using var mortal = new MortalProxy(isSupervised: false);
        var settings = s_patient with { Waits = s_patient.Waits with { Restart = TimeSpan.FromMilliseconds(200) } };

        var result = await new SuiteRun(s_pack, [new(mortal, "mortal")], settings)
        {
            Ids = new HashSet<string> { "ends/it", "ends/then" },
            Workers = 1,
        }.RunAsync(CancellationToken.None);

        var (it, then) = (result.Proxies.Single().Cases[0].Result, result.Proxies.Single().Cases[1].Result);
        (it.Verdict, it.ReasonId).Should().Be((Verdict.Fail, "proxy-ended"));
        it.Reason.Should().StartWith("the proxy ended on this request (exit code 7)");
        then.Verdict.Should().Be(Verdict.HarnessError);
        then.Reason.Should().Be("the proxy no longer accepts connections (exit code 7): it ended while ends/it ran, and it was "
            + "not back after 0.2 s (wait 'restart')");
        result.Proxies.Single().Ended.Should().Be("exit code 7");
        result.ExitCode().Should().Be(ExitCodes.HarnessError);
    }

    [Test]
    public async Task A_program_that_the_kit_started_is_started_again_and_only_the_scenario_that_ends_it_fails()
    {
        await using var mortal = new MortalProxy(isSupervised: false, isRestarted: true);
        var said = new ConcurrentQueue<string>();

        var result = await new SuiteRun(s_pack, [new(mortal, "mortal")], s_patient)
        {
            Ids = new HashSet<string> { "ends/it", "ends/then" },
            Rounds = 3,
            Say = said.Enqueue,
        }.RunAsync(CancellationToken.None);

        var proxy = result.Proxies.Single();
        proxy.Cases.Select(outcome => (outcome.Result.Verdict, outcome.Result.ReasonId, outcome.Flaky))
            .Should().Equal((Verdict.Fail, "proxy-ended", ""), (Verdict.Pass, "", ""));
        (proxy.Ended, result.ExitCode()).Should().Be(("", ExitCodes.Broken));
        proxy.Running!.Notes.Should().NotBeEmpty().And.OnlyContain(note => note.Contains("and was brought back"));
        said.Should().Contain("mortal ended (exit code 7): bringing it back");
    }

    [Test]
    public async Task What_the_load_may_have_turned_is_run_again_alone_and_the_result_says_so()
    {
        Turning.Forget();

        var result = await RunAsync(["turning/late-once"]);

        var late = result.Proxies.Single().Cases.Single().Result;
        (late.Verdict, late.Repeated).Should().Be(
            (Verdict.Pass, "run again alone, since beside others it was fail: late"));
    }

    [Test]
    public async Task What_is_the_same_when_it_runs_alone_stays_so()
    {
        var result = await RunAsync(["turning/late"]);

        var late = result.Proxies.Single().Cases.Single().Result;
        (late.Verdict, late.Repeated).Should().Be((Verdict.Fail, "run again alone: the same verdict"));
    }

    [Test]
    public async Task A_program_that_ends_together_with_its_container_engine_is_not_blamed_for_it()
    {
        await using var mortal = new MortalProxy(isSupervised: false, fault: "The container engine stopped answering.");

        var result = await new SuiteRun(s_pack, [new(mortal, "mortal")], s_patient)
        {
            Ids = new HashSet<string> { "ends/it", "ends/then" },
            Workers = 1,
        }.RunAsync(CancellationToken.None);

        result.Proxies.Single().Cases.Should().OnlyContain(outcome => outcome.Result.Verdict == Verdict.HarnessError
            && outcome.Result.Reason == "the proxy no longer accepts connections; there is no telling why: The container engine "
                + "stopped answering.");
        (result.ExitCode(), result.Proxies.Single().Ended).Should().Be((ExitCodes.HarnessError, ""));
    }

    [Test]
    public async Task A_strict_recommendation_fails_when_broken()
    {
        var result = await RunAsync(["endings/strict"]);

        result.Proxies.Single().Cases.Single().Result.Verdict.Should().Be(Verdict.Fail);
    }

    [TestCase(false, Verdict.NotApplicable)]
    [TestCase(true, Verdict.Pass)]
    public async Task Rows_that_take_minutes_run_only_when_asked_for_and_have_a_budget_of_their_own(bool nightly, Verdict verdict)
    {
        var result = await RunAsync(["endings/nightly"], settings: s_brief with { Nightly = nightly });

        result.Proxies.Single().Cases.Single().Result.Verdict.Should().Be(verdict);
    }

    [Test]
    public async Task Browser_rows_can_be_switched_off()
    {
        var result = await RunAsync(["browser/any"], settings: s_patient with { NoBrowser = true });

        result.Proxies.Single().Cases.Single().Result.Verdict.Should().Be(Verdict.NotApplicable);
    }

    [Test]
    public async Task Lengthy_scenarios_begin_before_the_others_take_all_workers_and_last_ones_when_those_are_over()
    {
        Waiting.Forget();
        var run = new SuiteRun(s_pack, [new(new FakeProxy("one"), "one")], s_patient)
        {
            Ids = ScenarioCatalogue.Of(s_pack).Cases.Select(scenario => scenario.Requirement)
                .Where(requirement => requirement.Group == "lengthy")
                .Select(requirement => requirement.Id).ToHashSet(),
            Workers = 4,
        };

        var result = await run.RunAsync(CancellationToken.None);

        result.Done.Should().Be(6);
        result.Proxies.Single().Cases.Should().OnlyContain(outcome => outcome.Result.Verdict == Verdict.Pass);
    }

    [Test]
    public async Task What_a_scenario_waited_for_and_how_long_it_ran_is_recorded()
    {
        var time = (await RunAsync(["lengthy/wait", "endings/not-applicable"])).Proxies.Single().Time!;

        time.Uses.Select(sum => (sum.Use, sum.Count)).Should().Equal((TimeUse.Patience, 2));
        time.Longest.Select(one => one.Id).Should().BeEquivalentTo("lengthy/wait", "endings/not-applicable");
        (await RunAsync(["endings/nightly"])).Proxies.Single().Time.Should().BeNull("nothing ran");
    }

    [Test]
    public async Task A_stopped_run_keeps_what_is_done()
    {
        using var stop = new CancellationTokenSource();
        var run = Run(["endings/pass", "endings/timeout"], [new FakeProxy("one")], new(), (_, _) => stop.Cancel());

        var result = await run.RunAsync(stop.Token);

        result.Interrupted.Should().BeTrue();
        result.Done.Should().Be(1);
        result.Proxies.Single().Cases.Single().Result.Requirement.Id.Should().Be("endings/pass");
        result.ExitCode().Should().Be(ExitCodes.Interrupted);
    }

    [Test]
    public async Task Each_round_runs_the_scenarios_again()
    {
        var before = Dependencies.RunsOfBase;
        var run = new SuiteRun(s_pack, [new(new FakeProxy("one"), "one")], s_patient)
        {
            Ids = new HashSet<string> { "dependencies/base" },
            Rounds = 3,
        };

        var result = await run.RunAsync(CancellationToken.None);

        (Dependencies.RunsOfBase - before).Should().Be(3);
        (result.Planned, result.Done).Should().Be((3, 3));
        result.ExitCode().Should().Be(ExitCodes.Conformant);
    }

    private static Task<RunResult> RunAsync(HashSet<string> ids, FakeProxy[]? proxies = null, CaseSettings? settings = null) =>
        Run(ids, proxies ?? [new FakeProxy("one")], settings ?? s_patient, (_, _) => { }).RunAsync(CancellationToken.None);

    private static SuiteRun Run(HashSet<string> ids, FakeProxy[] proxies, CaseSettings settings,
        Action<string, ScenarioResult> finished) =>
        new(s_pack, [.. proxies.Select(proxy => new ChosenSubject(proxy, proxy.Name))], settings)
        {
            Ids = ids,
            Finished = finished,
        };
}
