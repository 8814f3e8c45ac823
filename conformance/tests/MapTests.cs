using System.Text.RegularExpressions;
using ConformanceKit.Model;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Tests;

/// <summary>The map in <c>conformance/README.md</c> matches what <see cref="ArchitectureTests"/> enforces.</summary>
internal sealed partial class MapTests
{
    private static readonly string s_folder = Path.Combine(RepositoryRoot.Find()!, "conformance");
    private static readonly string s_page = File.ReadAllText(Path.Combine(s_folder, "README.md"));

    [Test]
    public void It_has_every_room_on_its_floor() => Row().Matches(s_page)
        .Select(row => $"{row.Groups["floor"].Value} {row.Groups["room"].Value}")
        .Should().Equal(
            ArchitectureTests.Floors.SelectMany((floor, below) => floor.Select(room => $"{below + 1} {room.Replace('.', '/')}")));

    [Test]
    public void It_leads_to_files_that_exist() =>
        Link().Matches(s_page).Select(link => link.Groups["file"].Value).Should().HaveCountGreaterThan(25)
            .And.OnlyContain(file => Path.Exists(Path.Combine(s_folder, file)));

    [GeneratedRegex(@"^\| (?<floor>\d+) \| `(?<room>[\w/]+)` \|", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"\]\((?<file>[^)#]+)\)")]
    private static partial Regex Link();
}
