using System.Formats.Tar;
using ConformanceKit.Containers;
using ConformanceKit.Model;
using ConformanceKit.Tests.Running;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Tests.Containers;

[TestFixture, Parallelizable(ParallelScope.All)]
internal sealed class BuildContextTests
{
    [TestCase("*.log", "a.log", true)]
    [TestCase("*.log", "sub/a.log", false)]
    [TestCase("**/*.log", "a.log", true)]
    [TestCase("**/*.log", "one/two/a.log", true)]
    [TestCase("sub", "sub/a", true)]
    [TestCase("/sub/", "sub/a", true)]
    [TestCase("sub", "subway", false)]
    [TestCase("sub/**", "sub/one/two", true)]
    [TestCase("a?c", "abc", true)]
    [TestCase("a?c", "a/c", false)]
    [TestCase("[a-c].txt", "b.txt", true)]
    [TestCase("[a-c].txt", "d.txt", false)]
    [TestCase("a.b", "axb", false)]
    [TestCase("# a comment", "# a comment", false)]
    [TestCase("*.log\n!keep.log", "keep.log", false)]
    [TestCase("!keep.log\n*.log", "keep.log", true)]
    [TestCase("  \n\n", "a", false)]
    public void A_pattern_leaves_out_what_it_names(string lines, string path, bool expected) =>
        new DockerIgnore(lines.Split('\n')).LeavesOut(path).Should().Be(expected);

    [Test]
    public async Task A_folder_that_cannot_be_read_is_named()
    {
        using var folder = new TemporaryFolder();
        var missing = Path.Combine(folder.Path, "missing");

        (await FluentActions.Awaiting(() => BuildContext.PackAsync(missing, default)).Should().ThrowAsync<HarnessException>())
            .Which.Message.Should().StartWith($"The build context {missing} cannot be packed: ");
    }

    [Test]
    public async Task It_has_all_files_but_those_that_are_left_out()
    {
        using var folder = new TemporaryFolder();
        foreach (var (name, text) in new[]
        {
            ("Dockerfile", "FROM base"), (".dockerignore", "Dockerfile\nsub\n!sub/keep\n*.log"), ("run.sh", "exit"),
            ("a.log", ""), ("sub/drop", ""), ("sub/keep", ""),
        })
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(folder.Path, name))!);
            File.WriteAllText(Path.Combine(folder.Path, name), text);
        }

        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(Path.Combine(folder.Path, "run.sh"), UnixFileMode.UserRead | UnixFileMode.UserExecute);

        var entries = new Dictionary<string, UnixFileMode>();
        await using var archive = await BuildContext.PackAsync(folder.Path, default);
        await using var reader = new TarReader(archive);
        while (await reader.GetNextEntryAsync() is { } entry)
            entries.Add(entry.Name, entry.Mode);

        entries.Keys.Should().BeEquivalentTo(".dockerignore", "Dockerfile", "run.sh", "sub/keep");
        if (!OperatingSystem.IsWindows())
            entries["run.sh"].Should().HaveFlag(UnixFileMode.UserExecute);
    }
}
