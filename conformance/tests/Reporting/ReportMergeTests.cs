using ConformanceKit.Model;
using ConformanceKit.Reporting;
using ConformanceKit.Reporting.Compare;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Tests.Reporting;

internal sealed class ReportMergeTests
{
    private readonly List<string> _remarks = [];

    [Test]
    public void Shards_of_a_proxy_are_joined_and_other_proxies_stand_beside_it()
    {
        var report = Merge(Saved("1.json", "squid", "a/b"), Saved("2.json", "apache", "a/b"), Saved("3.json", "squid", "a/a"));

        report.Proxies.Select(proxy => proxy.Name).Should().Equal("squid", "apache");
        report.Proxies[0].Scenarios.Select(scenario => scenario.Id).Should().Equal("a/a", "a/b");
        report.Proxies[0].DurationMs.Should().Be(4000);
        report.Proxies[0].Log.Should().Be("the log", "both parts have the same");
        report.DurationMs.Should().Be(9000);
        _remarks.Should().BeEmpty();
    }

    [Test]
    public void Of_a_case_in_two_files_the_later_run_counts_and_that_is_said()
    {
        var late = Saved("late.json", "squid", "a/a", "a/b");
        late = late with { Report = late.Report with { StartedAt = late.Report.StartedAt.AddDays(1) } };
        var proxy = late.Report.Proxies[0];
        proxy = proxy with { Scenarios = [.. proxy.Scenarios.Select(scenario => scenario with { Reason = "late" })] };
        late = late with { Report = late.Report with { Proxies = [proxy] } };

        var report = Merge(late, Saved("early.json", "squid", "a/a", "a/b", "a/c"));

        report.Proxies[0].Scenarios.Select(scenario => scenario.Reason == "late").Should().Equal(true, true, false);
        report.StartedAt.Should().Be(DateTimeOffset.UnixEpoch);
        _remarks
            .Should().Equal("squid: 2 scenarios occur in both early.json and late.json; the later run, late.json, wins.");
    }

    [Test]
    public void Where_the_time_of_shards_went_is_added_up()
    {
        var report = Merge(Timed("1.json", "a/a"), Timed("2.json", "a/b"));

        report.LoadMs.Should().Be(800);
        report.Proxies[0].Time.Should().BeEquivalentTo(new TimeReport(
            2000, 1000, 8000, 12000, 3000, [new("quiet", 6, 1800), new("origins", 4, 80)],
            [
                new("group/pass", 0, 4000, true), new("group/pass", 0, 4000, true),
                new("group/fail", 500, 2000, false), new("group/fail", 500, 2000, false),
            ]));
    }

    [Test]
    public void Where_the_time_went_is_left_out_where_one_of_the_files_does_not_say()
    {
        var report = Merge(Timed("1.json", "a/a"), Saved("older.json", "squid", "a/b"));

        (report.LoadMs, report.Proxies[0].Time).Should().Be(((double?)null, (TimeReport?)null));
    }

    [Test]
    public void Different_versions_of_a_proxy_do_not_go_together()
    {
        var other = Saved("other.json", "squid", "a/a");
        other = other with { Report = other.Report with { Proxies = [other.Report.Proxies[0] with { Version = "6.1" }] } };

        FluentActions.Invoking(() => Merge(Saved("one.json", "squid", "a/b"), other)).Should().Throw<UsageException>()
            .WithMessage(
                "The files have different versions of squid, 5.7 (one.json) and 6.1 (other.json): report them separately, or "
                + "compare them with 'diff'.");
    }

    [Test]
    public void A_part_in_which_the_proxy_never_started_goes_with_any_version()
    {
        var broken = Saved("broken.json", "squid", "a/a");
        var unstarted = broken.Report.Proxies[0] with { Version = "", ImageDigest = "" };
        broken = broken with { Report = broken.Report with { Proxies = [unstarted] } };

        var proxy = Merge(Saved("one.json", "squid", "a/b"), broken).Proxies.Single();

        (proxy.Version, proxy.ImageDigest, proxy.Scenarios.Count).Should().Be(("5.7", "sha256:abc", 2));
    }

    [Test]
    public void What_is_incomplete_or_unlike_is_said_and_kept()
    {
        var stopped = Saved("stopped.json", "squid", "a/a");
        stopped = stopped with
        {
            Report = stopped.Report with
            {
                Interrupted = true,
                Tool = new("9"),
                Settings = new Dictionary<string, object>
                {
                    ["workers"] = 1,
                }
            },
        };

        var report = Merge(Saved("one.json", "squid", "a/b"), stopped);

        report.Interrupted.Should().BeTrue();
        ReportExitCode.Of(report).Should().Be(130);
        report.Settings["workers"].Should().BeEquivalentTo(new[] { 32, 1 });
        _remarks.Should().Equal(
            "stopped.json is from a run that was interrupted, so it is not complete.",
            $"The files were written by different versions of this program: {ReportBuilder.ToolVersion}, 9.");
    }

    [TestCase("2/3", "1/3", "squid: shard 3/3 is not among the files.")]
    [TestCase("1/3", "1/3", "squid: shards 2/3, 3/3 are not among the files.")]
    [TestCase("1/2", "2/2", null)]
    [TestCase("1/1", "2/3", null)]
    public void A_shard_that_is_missing_is_said(string one, string other, string? remark)
    {
        Merge(InShard(one, "a/a"), InShard(other, "a/b"));

        _remarks.Should().Equal(remark is null ? [] : [remark]);
    }

    [Test]
    public void A_report_that_was_joined_counts_for_all_its_shards()
    {
        var joined = InShard("1/3", "a/a");
        joined = joined with
        {
            Report = joined.Report with
            {
                Settings = new Dictionary<string, object>
                {
                    ["shard"] = new[] { "1/3", "2/3" },
                }
            }
        };

        Merge(joined, InShard("3/3", "a/b"));

        _remarks.Should().BeEmpty();
    }

    [Test]
    public void A_report_of_nothing_is_not_conformant() =>
        ReportExitCode.Of(Merge(Saved("empty.json", "squid"))).Should().Be(4);

    [Test]
    public void A_client_and_a_proxy_of_the_same_name_are_two()
    {
        var client = Saved("client.json", "squid", "a/a");
        client = client with
        {
            Report = client.Report with
            {
                Proxies = [client.Report.Proxies[0] with { Version = "8.0", Kind = ProxyReport.ClientKind }],
            },
        };

        var report = Merge(Saved("proxy.json", "squid", "a/a"), client, Saved("more.json", "squid", "a/b"));

        report.Proxies.Select(proxy => (proxy.Version, proxy.IsClient(), proxy.Scenarios.Count))
            .Should().Equal(("5.7", false, 2), ("8.0", true, 1));
        _remarks.Should().BeEmpty();
    }

    private Report Merge(params SavedReport[] saved) => ReportMerge.Of(saved, _remarks.Add);

    [SetUp]
    public void ForgetRemarks() => _remarks.Clear();

    private static SavedReport Timed(string path, string id)
    {
        var saved = Saved(path, "squid", id);
        var proxy = saved.Report.Proxies[0] with { Time = SampleReport.Time() };
        return saved with { Report = saved.Report with { Proxies = [proxy], LoadMs = 400 } };
    }

    private static SavedReport InShard(string shard, string id)
    {
        var saved = Saved($"{id}.json", "squid", id);
        return saved with { Report = saved.Report with { Settings = new Dictionary<string, object> { ["shard"] = shard } } };
    }

    private static SavedReport Saved(string path, string proxy, params string[] ids)
    {
        var report = SampleReport.Build();
        var scenarios = ids.Select(id => report.Proxies[0].Scenarios[0] with { Id = id, Group = "a" });
        return new(path, report with { Proxies = [report.Proxies[0] with { Name = proxy, Scenarios = [.. scenarios] }] });
    }
}
