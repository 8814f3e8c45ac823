using System.Runtime.CompilerServices;

namespace ConformanceKit.ReferenceProxy.Tests;

/// <summary>The reading guide leads to files that exist, and no file is too long to be read in one go.</summary>
internal sealed class ReadingGuideTests
{
    private static readonly string s_folder = Path.GetFullPath(Path.Combine(ThisFile(), "..", ".."));

    [Test]
    public void Every_link_of_the_guide_exists()
    {
        var links = File.ReadAllText(Path.Combine(s_folder, "README.md")).Split("](").Skip(1).Select(part => part.Split(')')[0]);
        links.Should().HaveCountGreaterThan(30).And.OnlyContain(link => Path.Exists(Path.Combine(s_folder, link)));
    }

    [Test]
    public void Every_file_of_HTTP_CONNECT_and_forwarding_is_short()
    {
        string[] folders = ["Http", "Connect", "Forwarding", "Authentication"];
        var lengths = folders.SelectMany(folder => Directory.GetFiles(Path.Combine(s_folder, folder), "*.cs"))
            .Select(file => File.ReadLines(file).Count()).Order().ToList();
        lengths[^1].Should().BeLessThan(250);
        lengths[lengths.Count / 2].Should().BeLessThan(60);
    }

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
