using System.Text.RegularExpressions;
using ConformanceKit.Model;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Scenarios.Tests.Ci;

/// <summary>What CONTRIBUTING.md shows and lists matches the repository.</summary>
internal sealed partial class ContributingTests
{
    private static readonly string s_root = RepositoryRoot.Find()!;
    private static readonly string s_text = File.ReadAllText(Path.Combine(s_root, "CONTRIBUTING.md"));
    private static readonly string[] s_sourceFolders = ["conformance", "reference-proxy", "scenarios", ".github",
        ".devcontainer"];
    private static readonly string[] s_codeEndings = [".cs", ".sh", ".yml", ".json", ".csproj", ".props", "Dockerfile"];

    [Test]
    public void Every_environment_variable_that_the_code_reads_is_in_the_table_and_no_other()
    {
        var read = Sources(s_codeEndings).Concat(Directory.GetFiles(s_root, "*.sh"))
            .SelectMany(file => VariablePattern().Matches(File.ReadAllText(file)))
            .Select(match => match.Value).Distinct().ToList();
        var listed = RowPattern().Matches(s_text).Select(match => match.Groups[1].Value).ToList();

        read.Should().HaveCountGreaterThan(3, "the code reads some");
        listed.Should().BeEquivalentTo(read);
    }

    // The row, the scenario and the mutant of the example in CONTRIBUTING.md, and the scenario at the top of the README.
    [TestCase("CONTRIBUTING.md", "json", "*.json", 1)]
    [TestCase("CONTRIBUTING.md", "csharp", "*.cs", 2)]
    [TestCase("README.md", "csharp", "*.cs", 1)]
    public void The_example_is_the_code_as_it_is(string page, string language, string files, int count)
    {
        var blocks = File.ReadAllText(Path.Combine(s_root, page)).Split($"```{language}\n").Skip(1)
            .Select(rest => rest.Split("\n```")[0]).ToList();
        var sources = Directory.GetFiles(Path.Combine(s_root, "scenarios"), files, SearchOption.AllDirectories)
            .Select(file => WithoutIndent(File.ReadAllText(file))).ToList();

        blocks.Should().HaveCount(count);
        blocks.Where(block => !sources.Any(source => source.Contains(WithoutIndent(block), StringComparison.Ordinal)))
            .Should().BeEmpty();
    }

    [Test]
    public void Every_link_leads_to_a_file_or_a_heading()
    {
        var headings = s_text.Split('\n').Where(line => line.StartsWith("## ", StringComparison.Ordinal))
            .Select(line => "#" + line[3..].ToLowerInvariant().Replace(' ', '-')).ToList();
        var links = LinkPattern().Matches(s_text).Select(match => match.Groups[1].Value).ToList();

        links.Should().NotBeEmpty();
        links.Where(link => !headings.Contains(link) && !File.Exists(Path.Combine(s_root, link))).Should().BeEmpty();
    }

    [Test]
    public void Every_package_has_its_line()
    {
        var packages = PackagePattern().Matches(File.ReadAllText(Path.Combine(s_root, "Directory.Packages.props")))
            .Select(match => match.Groups[1].Value).ToList();
        var table = s_text.Split("## Packages")[1];

        packages.Should().NotBeEmpty();
        packages.Where(package => !Regex.IsMatch(table, $@"(^\| |, ){Regex.Escape(package)}(,| \|)", RegexOptions.Multiline))
            .Should().BeEmpty();
    }

    private static IEnumerable<string> Sources(string[] endings) => s_sourceFolders
        .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(s_root, folder), "*", SearchOption.AllDirectories))
        .Where(file => endings.Any(ending => file.EndsWith(ending, StringComparison.Ordinal)));

    private static string WithoutIndent(string text) => string.Join('\n', text.Split('\n').Select(line => line.TrimStart(' ')));

    [GeneratedRegex("CONFORMANCEKIT_[A-Z_]+")]
    private static partial Regex VariablePattern();

    [GeneratedRegex(@"^\| `(CONFORMANCEKIT_[A-Z_]+)` \|", RegexOptions.Multiline)]
    private static partial Regex RowPattern();

    [GeneratedRegex(@"\]\(([^)]+)\)")]
    private static partial Regex LinkPattern();

    [GeneratedRegex("""<PackageVersion Include="([^"]+)""")]
    private static partial Regex PackagePattern();
}
