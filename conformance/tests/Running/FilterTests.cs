using ConformanceKit.Model;
using ConformanceKit.Running.Cases;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Tests.Running;

internal sealed class FilterTests
{
    [TestCase("connect/*", "connect/establish", true)]
    [TestCase("*/host-*", "connect/host-missing", true)]
    [TestCase("*", "connect-errors/nonnumeric-port/hex", true)]
    [TestCase("connect/host-cas?", "connect/host-case", true)]
    [TestCase("connect/host-case?", "connect/host-case", false)]
    [TestCase("connect/*", "connect-errors/refused", false)]
    [TestCase("connect", "connect/establish", false)]
    [TestCase("", "connect/establish", false)]
    public void Globs_match_whole_ids(string pattern, string id, bool expected) =>
        Glob.Matches(pattern, id).Should().Be(expected);

    [Test]
    public void A_row_stands_for_its_inputs()
    {
        var filter = new ScenarioFilter { Include = ["connect-errors/nonnumeric-port"] };

        filter.Selects(Row("connect-errors/nonnumeric-port/hex")).Should().BeTrue();
        filter.Selects(Row("connect-errors/nonnumeric-port")).Should().BeTrue();
        filter.Selects(Row("connect-errors/nonnumeric-ports")).Should().BeFalse();
    }

    [Test]
    public void Exclusion_and_groups_narrow_the_choice()
    {
        var filter = new ScenarioFilter { Exclude = ["*/host-*"], Groups = ["connect"] };

        filter.Selects(Row("connect/establish")).Should().BeTrue();
        filter.Selects(Row("connect/host-case")).Should().BeFalse();
        filter.Selects(Row("tunnel/binary")).Should().BeFalse();
    }

    [TestCase(nameof(LevelChoice.Must), Level.Must, Level.MustNot, Level.Text)]
    [TestCase(nameof(LevelChoice.Should), Level.Must, Level.MustNot, Level.Text, Level.Should, Level.ShouldNot)]
    [TestCase(nameof(LevelChoice.All), Level.Must, Level.MustNot, Level.Text, Level.Should, Level.ShouldNot, Level.Practice,
        Level.Info)]
    public void Levels_include_the_stronger_ones(string choice, params Level[] expected) =>
        Enum.GetValues<Level>()
            .Where(level =>
                new ScenarioFilter { Level = Enum.Parse<LevelChoice>(choice) }.Selects(Row("a/b") with { Level = level }))
            .Should().BeEquivalentTo(expected);

    [Test]
    public void Shards_divide_the_suite_without_gap_or_overlap_and_never_move_an_id()
    {
        var ids = Enumerable.Range(0, 200).Select(number => $"group/row-{number}").ToList();

        ids.Should().OnlyContain(id => Enumerable.Range(1, 4).Count(index => new Shard(index, 4).Contains(id)) == 1);
        Enumerable.Range(1, 4).Should().OnlyContain(index => ids.Count(new Shard(index, 4).Contains) > 30);
        Enumerable.Range(1, 4).Single(index => new Shard(index, 4).Contains("connect/establish"))
            .Should().Be(StableShardOfEstablish);
    }

    // FNV-1a of "connect/establish" modulo 4, plus 1: a change of the hash would break saved shard runs.
    private const int StableShardOfEstablish = 2;

    [TestCase("0/4")]
    [TestCase("5/4")]
    [TestCase("1")]
    [TestCase("1/0")]
    [TestCase("-1/4")]
    [TestCase("1/4/4")]
    public void A_shard_that_is_none_is_wrong_usage(string text) =>
        FluentActions.Invoking(() => Shard.Parse(text)).Should().Throw<UsageException>().WithMessage($"*{text}*");

    private static Requirement Row(string id) => new(id, "practice", Level.Must, "title");
}
