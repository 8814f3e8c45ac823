using ConformanceKit.Model;
using ConformanceKit.UnderTest;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Tests.UnderTest;

[TestFixture, Parallelizable(ParallelScope.All), FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class ProxyCatalogueTests : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("conformancekit-test-");

    public void Dispose() => _root.Delete(recursive: true);

    [Test]
    public void The_kits_own_proxies_are_found_and_right()
    {
        var catalogue = new ProxyCatalogue();

        catalogue.Names.Should().StartWith("embedded").And.Contain(
        [
            "apache", "dante", "goproxy", "haproxy", "jetty", "microsocks", "mitmproxy", "mockttp", "nghttpx", "npm-proxy",
            "openssh", "privoxy", "proxy-chain", "reference", "squid", "tinyproxy", "trafficserver", "twisted", "webrick",
            "ziproxy",
        ]);
        foreach (var name in catalogue.Names.Skip(1))
        {
            var proxy = catalogue.Find(name);
            proxy.Features.Should().Contain(name switch
            {
                "twisted" => ["http"],
                "dante" or "microsocks" or "openssh" => ["socks5", "ipv6"],
                _ => ["connect", "http", "ipv6"],
            });
            proxy.VersionCommand.Should().NotBeEmpty();
        }
    }

    [TestCase("apache", "pass:word")]
    [TestCase("goproxy", "pass:word")]
    [TestCase("haproxy", "pass:word")]
    [TestCase("mitmproxy", "password")]
    [TestCase("nghttpx", "pass:word")]
    [TestCase("npm-proxy", "pass:word")]
    [TestCase("proxy-chain", "pass:word")]
    [TestCase("reference", "pass:word")]
    [TestCase("squid", "pass:word")]
    [TestCase("tinyproxy", "password")]
    [TestCase("webrick", "pass:w")]
    [TestCase("ziproxy", "pass:word")]
    public void Those_that_can_ask_for_credentials_do(string name, string password)
    {
        var proxy = new ProxyCatalogue().Find(name);

        proxy.Features.Should().Contain("auth");
        proxy.Listeners["auth"].Password.Should().Be(password);
    }

    [Test]
    public void A_directory_of_the_users_adds_to_them()
    {
        Add("own", "mine", 1);
        Add("extra", "theirs", 2);
        Add("extra", "mine", 3);

        var catalogue = new ProxyCatalogue(Path.Combine(_root.FullName, "own"), Path.Combine(_root.FullName, "extra"));

        catalogue.Names.Should().Equal("embedded", "mine", "theirs");
        catalogue.Find("mine").Listeners["plain"].EndPoint.Port.Should().Be(3, "the user's folder wins");
    }

    [Test]
    public void Those_beside_an_installed_program_are_its_own()
    {
        ProxyCatalogue.OwnDirectory(_root.FullName).Should().Be(
            Path.Combine(RepositoryRoot.Find()!, "conformance", "proxies"), "there are none beside it, but there are sources");

        Add("proxies", "mine", 1);

        ProxyCatalogue.OwnDirectory(_root.FullName).Should().Be(Path.Combine(_root.FullName, "proxies"));
    }

    [Test]
    public void An_unknown_name_lists_the_known_ones()
    {
        Add("own", "mine", 1);
        var catalogue = new ProxyCatalogue(Path.Combine(_root.FullName, "own"), null);

        catalogue.Invoking(c => c.Find("squit")).Should().Throw<UsageException>()
            .WithMessage("No proxy is called 'squit'. Known: embedded, mine. Use --proxies DIR to add your own.");
    }

    [Test]
    public void A_directory_that_is_missing_or_empty_is_named()
    {
        ((Action)(() => _ = new ProxyCatalogue(null, "/nowhere"))).Should().Throw<UsageException>()
            .WithMessage("--proxies /nowhere: there is no such directory.");
        ((Action)(() => _ = new ProxyCatalogue(null, _root.FullName))).Should().Throw<UsageException>()
            .WithMessage("--proxies *: no folder in it has a proxy.json.");
    }

    private void Add(string directory, string name, int port)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_root.FullName, directory, name)).FullName;
        File.WriteAllText(Path.Combine(folder, "Dockerfile"), "FROM scratch");
        File.WriteAllText(
            Path.Combine(folder, "proxy.json"), $$$"""{"name":"{{{name}}}","listeners":{"plain":{ "port":{{{port}}} } } }""");
    }
}
