using ConformanceKit.Model;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Scenarios.Tests.Packaging;

/// <summary>What <c>dotnet pack</c> makes.</summary>
internal sealed class PackageTests
{
    private const string Templates = "ConformanceKit.Templates";

    private static readonly string[] s_ids =
        ["ConformanceKit", "ConformanceKit.ReferenceProxy", "ConformanceKit.ReferenceProxy.Tool", "ConformanceKit.Tool",
            Templates];

    private static readonly string[] s_ofTestRuns =
        ["TestAdapter", "testhost", "TestPlatform", "Microsoft.Testing", "nunit.engine"];

    [Test]
    public void There_are_two_libraries_two_tools_and_a_template_of_one_version_and_symbols_of_what_has_code()
    {
        var version = ProgramVersion.Of(typeof(PackageTests).Assembly);

        version.Should().MatchRegex(@"^\d+\.\d+\.\d+");
        Directory.GetFiles(Packages.Folder).Select(Path.GetFileName)
            .Should().BeEquivalentTo(s_ids.Select(id => $"{id}.{version}.nupkg")
                .Concat(s_ids.Where(id => id != Templates).Select(id => $"{id}.{version}.snupkg")));
    }

    [Test]
    public void A_package_has_what_its_page_in_a_registry_shows([ValueSource(nameof(s_ids))] string id)
    {
        using var package = Packages.Open(id);
        var metadata = Packages.Metadata(package).Elements()
            .ToLookup(element => element.Name.LocalName, element => element.Value);

        metadata["license"].Should().Equal("MIT");
        metadata["readme"].Should().Equal("README.md");
        metadata["tags"].Single().Should().Contain("proxy").And.Contain("conformance");
        metadata["description"].Single().Should().NotBe("Package Description", "that is what stands for none");
        package.GetEntry("README.md")!.Length.Should().BePositive();
    }

    [TestCase("ConformanceKit", "ConformanceKit.Conformance")]
    [TestCase("ConformanceKit.ReferenceProxy", "reference-proxy")]
    public void A_library_has_its_documentation(string id, string assembly)
    {
        using var package = Packages.Open(id);

        package.Entries.Select(entry => entry.FullName)
            .Should().Contain([$"lib/net10.0/{assembly}.dll", $"lib/net10.0/{assembly}.xml"]);
    }

    [TestCase("ConformanceKit", "contentFiles/any/net10.0/proxies/")]
    [TestCase("ConformanceKit.Tool", "tools/net10.0/any/proxies/")]
    public void The_kit_and_the_suite_bring_every_proxy_that_needs_no_sources(string id, string folder)
    {
        var sources = Path.Combine(RepositoryRoot.Find()!, "conformance", "proxies");
        using var package = Packages.Open(id);

        package.Entries.Select(entry => entry.FullName).Where(name => name.StartsWith(folder, StringComparison.Ordinal))
            .Select(name => name[folder.Length..])
            .Should().BeEquivalentTo(Directory.GetFiles(sources, "*", SearchOption.AllDirectories)
                .Select(file => Path.GetRelativePath(sources, file).Replace('\\', '/'))
                .Where(file => !file.StartsWith("reference/", StringComparison.Ordinal)));
    }

    [Test]
    public void The_suite_brings_nothing_that_only_a_test_run_needs()
    {
        using var package = Packages.Open("ConformanceKit.Tool");

        package.Entries.Select(entry => entry.Name).Should().Contain("nunit.framework.dll")
            .And.NotContain(name => s_ofTestRuns.Any(part => name.Contains(part, StringComparison.OrdinalIgnoreCase)));
    }
}
