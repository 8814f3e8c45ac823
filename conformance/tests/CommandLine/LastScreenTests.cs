using System.Text.RegularExpressions;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Tests.CommandLine;

/// <summary>What stands at the end of a run, where people look first.</summary>
[NonParallelizable]
internal sealed class LastScreenTests : CommandLineTest
{
    private string LastScreen =>
        Regex.Match(Output.ToString(), @"^done in .*\z", RegexOptions.Multiline | RegexOptions.Singleline)
        .Value.Replace("\r", "", StringComparison.Ordinal);

    [Test]
    public async Task The_verdict_the_worst_fails_the_files_and_what_to_do_next_come_last()
    {
        var json = Path.Combine(Folder, "out.json");

        await RunAsync(
            $"run fake --filter endings/must,endings/assertion,endings/should,endings/pass,endings/not-* --json {json}");

        Regex.Replace(LastScreen, @"\s+", " ").Should().MatchRegex(
            @"^done in [0-9.]+ s fake 1\.2\.3: not conformant: 2 MUST broken, 1 SHOULD \(4 cases graded, 1 not applicable\) "
            + "FAIL endings/assertion: .*ConformanceKit.SamplePack explain endings/assertion fake "
            + @"FAIL endings/must: RFC 9110 §2 \(MUST\): it is not why it matters: Nothing that is built on it works\. "
            + "ConformanceKit.SamplePack explain endings/must fake "
            + $"Written: {Regex.Escape(json)} "
            + "Next: run an 'explain' command above to see both sides' bytes, or add --html site to see every exchange drawn $");
    }

    [Test]
    public async Task A_site_is_there_to_be_opened()
    {
        await RunAsync($"run fake --filter endings/pass --html {Folder}");

        LastScreen.Should().Contain("Next: open").And.Contain(Path.Combine(Folder, "index.html"));
    }

    [Test]
    public async Task The_embedded_proxy_leads_to_ones_own()
    {
        await RunAsync("--filter endings/pass");

        Regex.Replace(LastScreen, @"\s+", " ").Should()
            .Contain("conformant: every MUST and SHOULD holds, as its baseline expects (1 case graded, 0 not applicable)")
            .And.Contain("Next: grade a proxy of your own: ConformanceKit.SamplePack run --proxy http://HOST:PORT");
    }

    [Test]
    public async Task The_exchange_of_a_single_case_is_shown_without_asking()
    {
        await RunAsync("run fake --filter endings/must");

        Output.ToString().Should().Contain(@"CONNECT a:1 HTTP/1.1\r\n")
            .And.Contain("why it matters: Nothing that is built on it works.");
        LastScreen.Should().NotContain("explain endings/must", "the case is right above");
        await RunAsync("run fake --filter endings/must,endings/pass --verbose");
        Output.ToString().Should().Contain(@"CONNECT a:1 HTTP/1.1\r\n");
    }

    [Test]
    public async Task An_unexpected_pass_says_what_to_do()
    {
        var baselines = Directory.CreateDirectory(Path.Combine(Folder, "baselines")).FullName;
        await RunAsync($"run fake --baselines {baselines} --filter endings/must,endings/should --baseline update");
        var file = Path.Combine(baselines, "fake.json");
        await File.WriteAllTextAsync(file,
            (await File.ReadAllTextAsync(file)).Replace("endings/should", "endings/pass", StringComparison.Ordinal));

        var (markdown, junit) = (Path.Combine(Folder, "out.md"), Path.Combine(Folder, "out.xml"));
        await RunAsync(
            $"run fake --baselines {baselines} --filter endings/must,endings/pass --markdown {markdown} --junit {junit}");

        (await File.ReadAllTextAsync(markdown)).Should().Contain(
            "(MUST): it holds now<br>run again alone: the same verdict<br>the baseline expects warning");
        (await File.ReadAllTextAsync(junit)).Should().Contain("(MUST): it holds now\" type=\"pass\"");
        Output.ToString().Should().Contain("(MUST): it holds now")
            .And.Contain("if that is meant to stay so, record it: run it again with --baseline update");
        Regex.Replace(LastScreen, @"\s+", " ").Should().Contain("differs from its baseline in 1 verdict ")
            .And.Contain("pass endings/pass: differs from the baseline, which expects warning ")
            .And.Contain("if the verdicts that differ are right, record them: run it again with --baseline update")
            .And.NotContain("FAIL", "what the baseline expects is not news");
    }

    [Test]
    public async Task Saved_reports_end_as_their_run_did()
    {
        var (json, markdown) = (Path.Combine(Folder, "out.json"), Path.Combine(Folder, "out.md"));
        await RunAsync($"run fake --filter endings/must,endings/pass,endings/should --json {json}");
        var ofRun = LastScreen.Split('\n')[1..].TakeWhile(line => !line.StartsWith("Written:", StringComparison.Ordinal))
            .ToList();

        await RunAsync($"report {json} --markdown {markdown}");

        var lines = Output.ToString().Replace("\r", "", StringComparison.Ordinal).Split('\n');
        var last = lines.SkipWhile(line => line != ofRun[0]).ToList();
        last.Take(ofRun.Count).Should().Equal(ofRun).And.Contain(line => line.EndsWith("explain endings/must fake"));
        last.Skip(ofRun.Count).Should().SatisfyRespectively(
            line => line.Should().Be($"Written: {markdown}"),
            line => line.Should().StartWith("Next: run an 'explain' command above"),
            line => line.Should().BeEmpty());
    }

    [Test]
    public async Task A_saved_name_controls_no_terminal()
    {
        var json = Path.Combine(Folder, "out.json");
        await RunAsync($"run fake --filter endings/must,endings/pass --json {json}");
        var report = await File.ReadAllTextAsync(json);
        await File.WriteAllTextAsync(json, report.Replace("\"fake\"", @"""fa\u001b[2J\nke""", StringComparison.Ordinal)
            .Replace("\"1.2.3\"", @"""1\u009b\n2""", StringComparison.Ordinal)
            .Replace("explain endings/must", @"explain \u0007\nendings/must", StringComparison.Ordinal)
            .Replace("it is not", @"it \u001b[31mis not", StringComparison.Ordinal));

        await RunAsync($"report {json}");

        Output.ToString().Should().Contain(@"fa\u001B[2J ke 1\u009B 2: not conformant")
            .And.Contain(@"explain \u0007 endings/must")
            .And.Contain(@"it \u001B[31mis not").And.NotContainAny("\u001b", "\u0007", "\u009b", "\nke");
    }

    [Test]
    public async Task A_file_that_cannot_be_written_costs_nothing_else()
    {
        if (!File.Exists("/dev/full"))
            Assert.Ignore("This system has no /dev/full.");
        var junit = Path.Combine(Folder, "out.xml");

        (await RunAsync($"run fake --filter endings/pass --json /dev/full --junit {junit}")).Should().Be(3);

        Errors.ToString().Should().Contain("ConformanceKit.SamplePack: /dev/full cannot be written");
        LastScreen.Should().Contain("conformant").And.Contain($"Written: {junit}");
        File.ReadAllText(junit).Should().Contain("endings/pass");
    }

    [Test]
    public async Task Explain_says_what_takes_long_and_that_time_passes()
    {
        await RunAsync("explain endings/nightly fake --wait scenario=20ms");
        Errors.ToString().Should().StartWith("endings/nightly is a slow scenario").And.Contain("60 s; --wait idle=TIME")
            .And.NotContain("done");

        ErrorIsTerminal = true;
        await RunAsync("explain endings/pass fake");
        Errors.ToString().Should().Contain("1/1 done, 0 running, 0 fail").And.NotContain("slow");
    }
}
