using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Tests.CommandLine;

/// <summary>What a run prints in a CI job.</summary>
[NonParallelizable]
internal sealed class CiOutputTests : CommandLineTest
{
    private const string Cases = "--filter endings/must,endings/pass,endings/should";

    private List<string> Lines => [.. Output.ToString().Split('\n').Select(line => line.TrimEnd('\r'))];

    [Test]
    public async Task Progress_and_details_fold_away_and_the_verdict_does_not()
    {
        Variables["GITHUB_ACTIONS"] = "true";

        await RunAsync($"run fake {Cases}");

        Errors.ToString().Should().BeEmpty("all that belongs together is on one stream, in its order");
        Lines.Where(line => line.StartsWith("::", StringComparison.Ordinal)).Should().SatisfyRespectively(
            line => line.Should().Be("::group::Grading fake"),
            line => line.Should().Be("::endgroup::"),
            line => line.Should().Be("::group::Case by case"),
            line => line.Should().Be("::endgroup::"),
            line => line.Should().StartWith("::error title=endings/must on fake::fail: RFC 9110 §2 (MUST): it is not"));
        Part(0).Should().Contain(line => line.StartsWith("3/3 done", StringComparison.Ordinal));
        Part(1).Should().Contain(line => line.StartsWith("FAIL endings/must on fake", StringComparison.Ordinal));
        Lines.SkipWhile(line => !line.Contains("Case by case")).SkipWhile(line => line != "::endgroup::")
            .Should().Contain(line => line.StartsWith("fake 1.2.3: not conformant", StringComparison.Ordinal));
    }

    [Test]
    public async Task Azure_Pipelines_is_told_in_its_own_words()
    {
        Variables["TF_BUILD"] = "True";

        await RunAsync($"run fake {Cases}");

        Lines.Where(line => line.StartsWith("##", StringComparison.Ordinal)).Select(line => line.Split(']')[0])
            .Should().Equal("##[group", "##[endgroup", "##[group", "##[endgroup", "##vso[task.logissue type=error");
    }

    [Test]
    public async Task GitLab_gets_sections_with_names_of_their_own()
    {
        Variables["GITLAB_CI"] = "true";

        await RunAsync($"run fake {Cases}");

        Output.ToString().Split(":conformancekit_").Skip(1).Select(mark => mark[0]).Should().Equal('1', '1', '2', '2');
    }

    [Test]
    public async Task What_is_recorded_as_a_baseline_is_no_news()
    {
        Variables["GITHUB_ACTIONS"] = "true";

        await RunAsync($"run fake {Cases} --baselines {Folder}/baselines --baseline update");

        Output.ToString().Should().NotContain("::error");
    }

    [Test]
    public async Task Elsewhere_there_are_no_commands()
    {
        await RunAsync($"run fake {Cases}");

        Lines.Should().NotContain(line => line.StartsWith("::", StringComparison.Ordinal));
        Errors.ToString().Should().Contain("3/3 done");
    }

    private IEnumerable<string> Part(int number) => Lines.Where(line => !line.StartsWith("::error", StringComparison.Ordinal))
        .SkipWhile(line => line.Length == 0).Aggregate(
            new List<List<string>>(), (parts, line) =>
            {
                if (line.StartsWith("::group::", StringComparison.Ordinal))
                    parts.Add([]);
                else if (parts.Count > 0)
                    parts[^1].Add(line);
                return parts;
            })[number].TakeWhile(line => line != "::endgroup::");
}
