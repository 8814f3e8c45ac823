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

    [Test, Platform("Linux,MacOsX"), System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public async Task Its_hash_changes_with_all_that_an_image_can_get_from_it()
    {
        using var folder = new TemporaryFolder();
        string Inside(string name) => Path.Combine(folder.Path, name);
        Directory.CreateDirectory(Inside("sub"));
        File.WriteAllText(Inside("Dockerfile"), "FROM base");
        File.WriteAllText(Inside(".dockerignore"), "*.log");
        File.WriteAllText(Inside("sub/a.conf"), new string('a', 100_000));
        File.WriteAllBytes(Inside("program"), [0, 1]);

        var seen = new List<string> { await HashAsync(folder.Path) };
        foreach (var change in new Action[]
        {
            () => File.AppendAllText(Inside("sub/a.conf"), "b"),
            () => File.WriteAllBytes(Inside("program"), [0, 2]),
            () => File.SetUnixFileMode(Inside("program"), UnixFileMode.UserRead | UnixFileMode.UserExecute),
            () => File.Move(Inside("sub/a.conf"), Inside("sub/b.conf")),
            () => Directory.CreateDirectory(Inside("empty")),
            () => File.CreateSymbolicLink(Inside("link"), "program"),
            () => File.WriteAllText(Inside(".dockerignore"), "*.log\nempty"),
        })
        {
            change();
            seen.Add(await HashAsync(folder.Path));
        }

        seen.Should().OnlyHaveUniqueItems();
        File.WriteAllText(Inside("a.log"), "left out");
        File.SetLastWriteTimeUtc(Inside("program"), DateTime.UnixEpoch);
        (await HashAsync(folder.Path)).Should().Be(seen[^1]);
    }

    private static async Task<string> HashAsync(string folder)
    {
        await using var archive = await BuildContext.PackAsync(folder, default);
        return await BuildContext.HashAsync(archive, default);
    }
}
