using System.Runtime.CompilerServices;

namespace ConformanceKit.ReferenceProxy.Tests;

/// <summary>
/// The reading guide leads to every file and to nothing else, what a file uses comes before it, and every file is short enough to
/// read in one go. To check the guide of another version, unpacked somewhere, run <c>dotnet test --
/// 'TestRunParameters.Parameter(name="guide", value="/somewhere/reference-proxy")'</c>.
/// </summary>
internal sealed class ReadingGuideTests
{
    private static readonly string s_folder =
        TestContext.Parameters.Get("guide") ?? Path.GetFullPath(Path.Combine(ThisFile(), "..", ".."));

    private readonly ReadingGuide _guide = new(s_folder);

    [Test]
    public void Every_link_of_the_guide_exists() => _guide.Links.Should().HaveCountGreaterThan(100)
        .And.OnlyContain(link => Path.Exists(Path.Combine(s_folder, link)));

    [Test]
    public void Every_file_is_in_the_guide() => _guide.Files.Except(_guide.Links).Should().BeEmpty();

    [Test]
    public void A_folder_is_a_namespace() => _guide.Files.Should().OnlyContain(file => _guide.HasNamespaceOfItsFolder(file));

    [Test]
    public void What_a_file_uses_comes_before_it()
    {
        var references = _guide.ForwardReferences();
        TestContext.Out.WriteLine($"{references.Count} forward references:\n{string.Join('\n', references)}");

        // Every reader needs the client, the options and the connection first, and these know a little of what comes later.
        string[] early =
            ["Client.cs", "ProxyOptions.cs", "Recording/Tracer.cs"];
        references.Should().HaveCountLessThanOrEqualTo(6)
            .And.OnlyContain(reference => early.Contains(reference.Split(' ', StringSplitOptions.None)[0]));
    }

    [Test]
    public void Every_file_of_the_proxy_is_short()
    {
        string[] rooms =
        [
            "", "Connections", "Tcp", "Tls", "Http", "Authentication", "Dialling", "Connect", "Forwarding", "Hpack",
            "Http2", "Socks",
        ];
        var lengths = rooms.SelectMany(room => Directory.GetFiles(Path.Combine(s_folder, room), "*.cs"))
            .Select(file => File.ReadLines(file).Count()).Order().ToList();
        lengths[^1].Should().BeLessThan(250);
        lengths[lengths.Count / 2].Should().BeLessThan(60);
    }

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
