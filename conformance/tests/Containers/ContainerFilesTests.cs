using System.Formats.Tar;
using ConformanceKit.Containers;
using ConformanceKit.Model;
using ConformanceKit.Tests.Running;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Tests.Containers;

[TestFixture, Parallelizable(ParallelScope.All)]
internal sealed class ContainerFilesTests
{
    [Test]
    public void A_file_and_a_folder_are_packed_under_their_paths_in_the_container()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(Path.Combine(folder.Path, "conf", "sub"));
        File.WriteAllText(Path.Combine(folder.Path, "conf", "a.conf"), "a");
        File.WriteAllText(Path.Combine(folder.Path, "conf", "sub", "b.conf"), "b");

        var packed = Pack(new()
        {
            ["/etc/acme"] = Path.Combine(folder.Path, "conf"),
            ["/srv/one"] = Path.Combine(folder.Path, "conf", "a.conf"),
        });

        packed.Should().Equal(new Dictionary<string, string>
        {
            ["etc/acme/a.conf"] = "a",
            ["etc/acme/sub/b.conf"] = "b",
            ["srv/one"] = "a",
        });
    }

    [Test]
    public void A_text_is_a_file_that_any_user_may_read()
    {
        using var archive = ContainerFiles.Pack(new() { Texts = new Dictionary<string, string> { ["/etc/a.key"] = "key\n" } });
        using var reader = new TarReader(archive);

        var entry = reader.GetNextEntry()!;

        entry.Name.Should().Be("etc/a.key");
        entry.Mode.Should().HaveFlag(UnixFileMode.OtherRead);
        new StreamReader(entry.DataStream!).ReadToEnd().Should().Be("key\n");
    }

    [Test]
    public void A_link_to_a_file_is_that_file_and_one_to_a_folder_is_left_out()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(Path.Combine(folder.Path, "real"), "a");
        File.CreateSymbolicLink(Path.Combine(folder.Path, "link"), Path.Combine(folder.Path, "real"));
        Directory.CreateSymbolicLink(Path.Combine(folder.Path, "loop"), folder.Path);

        Pack(new() { ["/etc"] = folder.Path }).Should().Equal(
            new Dictionary<string, string> { ["etc/link"] = "a", ["etc/real"] = "a" });
    }

    [Test]
    public void A_file_that_has_gone_is_named()
    {
        using var folder = new TemporaryFolder();
        var gone = Path.Combine(folder.Path, "gone");

        FluentActions.Invoking(() => Pack(new() { ["/gone"] = gone })).Should().Throw<HarnessException>()
            .Which.Message.Should().StartWith("The files for the container cannot be packed: ").And.Contain(gone);
    }

    private static Dictionary<string, string> Pack(Dictionary<string, string> files)
    {
        using var archive = ContainerFiles.Pack(new() { Files = files });
        using var reader = new TarReader(archive);
        var packed = new Dictionary<string, string>();
        while (reader.GetNextEntry() is { } entry)
        {
            using var text = new StreamReader(entry.DataStream!);
            packed[entry.Name] = text.ReadToEnd();
        }

        return packed;
    }
}
