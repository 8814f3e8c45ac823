using ConformanceKit.Tests.Running;
using ConformanceKit.UnderTest;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Tests.UnderTest;

/// <summary>The files of a proxy's folder, as reports show them.</summary>
[Parallelizable(ParallelScope.All)]
internal sealed class ConfigurationFileTests
{
    [Test]
    public void Text_files_are_shown_by_name_and_programs_are_not()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(Path.Combine(folder.Path, "b.conf"), "two");
        File.WriteAllText(Path.Combine(folder.Path, "Dockerfile"), "FROM base");
        File.WriteAllBytes(Path.Combine(folder.Path, "program"), [0x7F, 0]);

        ConfigurationFile.ReadAll(folder.Path).Should()
            .Equal(new ConfigurationFile("Dockerfile", "FROM base"), new ConfigurationFile("b.conf", "two"));
    }

    [Test]
    public void Of_a_long_file_only_the_beginning_is_read()
    {
        using var folder = new TemporaryFolder();
        using (var file = File.Create(Path.Combine(folder.Path, "long")))
        {
            file.Write([.. Enumerable.Repeat((byte)'a', 20_000)]);
            file.SetLength(8L << 30); // more than a string can hold; it takes no room on the disk
        }

        ConfigurationFile.ReadAll(folder.Path).Should().ContainSingle()
            .Which.Text.Should().Be($"{new string('a', 16 * 1024)}\n… the beginning of 8589934592 bytes\n");
    }
}
