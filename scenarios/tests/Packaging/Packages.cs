using System.IO.Compression;
using System.Reflection;
using System.Xml.Linq;
using ConformanceKit.Model;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Scenarios.Tests.Packaging;

/// <summary>
/// Packs what has been built into a temporary folder and installs both tools from there, once for all tests of this folder.
/// Nothing is fetched from anywhere.
/// </summary>
[SetUpFixture]
internal sealed class Packages
{
    private static readonly DirectoryInfo s_folder = Directory.CreateTempSubdirectory("conformancekit-packages-");

    /// <summary>The packages.</summary>
    public static string Folder { get; } = s_folder.CreateSubdirectory("packages").FullName;

    /// <summary>Where the tools are installed.</summary>
    public static string Tools { get; } = s_folder.CreateSubdirectory("tools").FullName;

    /// <summary>An empty folder outside the repository, from which the tools are called.</summary>
    public static string Empty { get; } = s_folder.CreateSubdirectory("empty").FullName;

    /// <summary>A folder outside the repository in which all packages are found: those that were packed, and this machine's.</summary>
    public static string Vendor { get; } = s_folder.CreateSubdirectory("vendor").FullName;

    /// <summary>A package that has been packed.</summary>
    public static ZipArchive Open(string id) =>
        ZipFile.OpenRead(Path.Combine(Folder, $"{id}.{ProgramVersion.Of(typeof(Packages).Assembly)}.nupkg"));

    /// <summary>What a package says about itself.</summary>
    public static XElement Metadata(ZipArchive package)
    {
        using var nuspec = package.Entries.Single(entry => entry.FullName.EndsWith(".nuspec", StringComparison.Ordinal)).Open();
        return XDocument.Load(nuspec).Root!.Elements().Single(element => element.Name.LocalName == "metadata");
    }

    /// <summary>Runs a tool in the empty folder.</summary>
    public static Task<Command> RunAsync(string tool, params string[] arguments) =>
        Command.RunAsync(Empty, Path.Combine(Tools, tool), arguments);

    [OneTimeSetUp]
    public async Task PackAndInstall()
    {
        var configuration = typeof(Packages).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;
        await SucceedAsync(RepositoryRoot.Find()!, "pack", "ConformanceKit.sln", "--no-build", "--configuration", configuration,
            "--output", Folder, "-nodeReuse:false");
        foreach (var id in new[] { "ConformanceKit.Tool", "ConformanceKit.ReferenceProxy.Tool" })
            await SucceedAsync(Empty, "tool", "install", id, "--tool-path", Tools, "--source", Folder);

        // What is used here must not get into this machine's folder, where a package of this version would stay for good.
        var machine = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        await File.WriteAllTextAsync(Path.Combine(Vendor, "nuget.config"), $"""
            <configuration>
              <packageSources><clear /><add key="packed" value="{Folder}" /></packageSources>
              <config><add key="globalPackagesFolder" value="packages" /></config>
              <fallbackPackageFolders><clear /><add key="machine" value="{machine}" /></fallbackPackageFolders>
            </configuration>
            """);
    }

    [OneTimeTearDown]
    public void Remove() => s_folder.Delete(recursive: true);

    /// <summary>Runs a command of the SDK, which has to succeed.</summary>
    public static async Task<string> SucceedAsync(string folder, params string[] arguments)
    {
        var result = await Command.RunAsync(folder, "dotnet", arguments);
        result.ExitCode.Should().Be(0, result.Output + result.Error);
        return result.Output;
    }
}
