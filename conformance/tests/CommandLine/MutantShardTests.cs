using System.Text.Json;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Tests.CommandLine;

/// <summary>The mutants in parts, as a CI system runs them. The sample pack has only the kit's own mutants.</summary>
[NonParallelizable]
internal sealed class MutantShardTests : CommandLineTest
{
    [TestCase(2)]
    [TestCase(3)]
    public async Task Every_mutant_falls_in_exactly_one_part(int parts)
    {
        var all = await ListAsync("mutants --list");
        var listed = new List<string>();
        for (var part = 1; part <= parts; part++)
            listed.AddRange(await ListAsync($"mutants --list --shard {part}/{parts}"));

        all.Should().HaveCountGreaterThan(5).And.OnlyHaveUniqueItems();
        listed.Should().BeEquivalentTo(all);
    }

    [Test]
    public async Task A_part_runs_its_own_mutants_and_says_which_part_it_is()
    {
        var own = await ListAsync("mutants --list --shard 1/2");
        var file = Path.Combine(Folder, "matrix.json");

        var exitCode = await RunAsync($"mutants --shard 1/2 --filter endings/info --json {file}");

        // The sample pack has no mutant for it in any part, which each part can see.
        exitCode.Should().Be(1, Errors.ToString());
        Output.ToString().Should().Contain("NO MUTANT for endings/info")
            .And.Contain("This was shard 1/2 of the mutants.").And.Contain("0 more are left to other shards")
            .And.Contain("known only after all 2 shards")
            .And.EndWith("Shard 1/2 of the mutants: 0 of 1 scenarios killed by their mutant for the named reason, "
                + $"{own.Count} of {own.Count} mutants as declared\n");
        using var matrix = JsonDocument.Parse(await File.ReadAllTextAsync(file));
        matrix.RootElement.GetProperty("shard").GetString().Should().Be("1/2");
        matrix.RootElement.GetProperty("mutants").EnumerateArray().Select(mutant => mutant.GetProperty("name").GetString())
            .Should().BeEquivalentTo(own.Select(line => line.Split(' ')[0]));
    }

    [Test]
    public async Task Auto_is_the_shard_that_the_variables_name()
    {
        var second = await ListAsync("mutants --list --shard 2/3");

        (Variables["CI_NODE_INDEX"], Variables["CI_NODE_TOTAL"]) = ("2", "3");

        (await ListAsync("mutants --list --shard auto")).Should().Equal(second);
    }

    private async Task<IReadOnlyList<string>> ListAsync(string commandLine)
    {
        (await RunAsync(commandLine)).Should().BeOneOf([0, 4], Errors.ToString());
        return Output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
