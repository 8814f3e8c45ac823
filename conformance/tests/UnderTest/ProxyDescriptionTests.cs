using System.Net;
using ConformanceKit.Model;
using ConformanceKit.UnderTest;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Tests.UnderTest;

[TestFixture, Parallelizable(ParallelScope.All), FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class ProxyDescriptionTests : IDisposable
{
    private const string Full = """
        {"name":"acme","versionCommand":["acme","-v"],"listeners":{"plain":{"address":"proxy.test","port":3128},
         "auth":{"port":3129,"user":"u","password":"a:b","utf8":{"user":"test","password":"123£"}},
         "digest":{"address":"::1","port":3131,"user":"u","password":"p"},"impatient":{"port":3132,"seconds":2}},
         "features":["connect"],"denies":{"port":25,"address":"127.0.0.2"},"fragile":true,
         "ready":{"timeoutSeconds":7},"capabilities":["SETUID"],"publish":{"project":"p.csproj"},"environment":{"LEVEL":"debug"}}
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("conformancekit-test-");

    private string File => Path.Combine(_folder.FullName, "any-name.json");

    public void Dispose() => _folder.Delete(recursive: true);

    [Test]
    public void An_instance_is_as_its_description_says()
    {
        var instance = Instance(Full, "http://127.0.0.1:8888");

        instance.Name.Should().Be("acme");
        instance.Version.Should().BeEmpty();
        instance.Features.Should().BeEquivalentTo("connect");
        instance.Denies.Should().Be(new DeniedTargets(25, IPAddress.Parse("127.0.0.2")));
        instance.Listeners.ToDictionary(entry => entry.Key, entry => entry.Value.Authority).Should().Equal(
            new Dictionary<string, string>
            {
                ["plain"] = "127.0.0.1:8888",
                ["auth"] = "127.0.0.1:3129",
                ["digest"] = "[::1]:3131",
                ["impatient"] = "127.0.0.1:3132",
            });
        var anywhere = new IPEndPoint(IPAddress.Loopback, 1);
        instance.Listeners["auth"].ListenerAt(anywhere).Should()
            .Be(new Listener(anywhere, "u", "a:b") { Utf8 = new("test", "123£") });
        instance.Listeners["impatient"].ListenerAt(anywhere).Should()
            .Be(new Listener(anywhere) { Patience = TimeSpan.FromSeconds(2) });
        new AddressProxy(instance).Features.Should()
            .BeEquivalentTo("connect", "auth", "digest", "impatient", "direct-address");
    }

    [Test]
    public void The_command_line_wins_and_a_description_can_do_without_it()
    {
        const string brief = """{"listeners":{"plain":{"address":"proxy.test","port":3128}}}""";
        System.IO.File.WriteAllText(File, Full);
        var given = AddressDefinition.Of(
            new ProxyChoice([])
            {
                Describe = File,
                Address = "http://h:1",
                AuthAddress = "http://x:y@other:2",
                Name = "mine",
                Version = "1.2",
            },
            ProxyDescription.Read(File));

        given.Name.Should().Be("mine");
        given.Version.Should().Be("1.2");
        given.Listeners["auth"].Should().Be(
            new ProxyAddress("other", 2, "other:2", "x", "y") { Utf8 = new("test", "123£") });
        Instance(brief, null).Name.Should().Be("proxy.test:3128");
        Instance(brief, null).Features.Should().BeEquivalentTo("connect", "http", "ipv6");
    }

    [Test]
    public void An_image_is_as_its_description_says()
    {
        System.IO.File.WriteAllText(File, Full);
        var choice = new ProxyChoice([]) { Image = "acme/proxy:1", Describe = File, Version = "1.2" }.Checked();

        var image = ProxyDescription.Read(File).ForImage(choice);

        image.Name.Should().Be("acme");
        image.Image.Should().Be("acme/proxy:1");
        image.Version.Should().Be("1.2");
        image.VersionCommand.Should().Equal("acme", "-v");
        image.Listeners["plain"].Should().Be(Listener.OnPort(3128));
        image.Listeners["auth"].Utf8.Should().Be(new UserPassword("test", "123£"));
        image.Features.Should().BeEquivalentTo("connect", "auth", "digest", "impatient");
        image.Denies.Port.Should().Be(25);
        image.ReadyTimeout.Should().Be(TimeSpan.FromSeconds(7));
        image.Capabilities.Should().Equal("SETUID");
        image.Setup.Environment.Should().Equal(new Dictionary<string, string> { ["LEVEL"] = "debug" });
        image.Fragile.Should().BeTrue();
        ProxyDescription.Read(File).ForImage(choice with { Port = 8080 }).Listeners["plain"].EndPoint.Port.Should().Be(8080);
    }

    [Test]
    public void One_that_speaks_only_SOCKS5_has_no_features_of_HTTP()
    {
        const string socks = """{"listeners":{"socks5":{"address":"proxy.test","port":1080}}}""";
        var instance = Instance(socks, null);
        var image = ProxyDescription.Read(File).ForImage(new ProxyChoice([]) { Image = "acme:1", Describe = File });

        instance.Name.Should().Be("proxy.test:1080");
        instance.Features.Should().BeEquivalentTo("ipv6");
        image.Features.Should().BeEquivalentTo("ipv6", "socks5");
        image.Listeners.Keys.Should().Equal("socks5");
        Instance(socks, "http://h:1").Features.Should().BeEquivalentTo("connect", "http", "ipv6");
    }

    [Test]
    public void An_image_without_a_description_is_as_before()
    {
        var image = ProxyDescription.Unknown.ForImage(new ProxyChoice([]) { Image = "acme:1", Port = 3128 });

        image.Should().BeEquivalentTo(ProxyDefinition.ForImage("acme:1", Listener.OnPort(3128)));
    }

    [TestCase("{", "line 1, column 2")]
    [TestCase("{\"port\":1}", "unknown field")]
    [TestCase("{\"name\":\"Acme\"}", "name may contain only lower-case letters")]
    [TestCase("{\"name\":\"\"}", "name may contain only lower-case letters")]
    [TestCase("{}", "listeners.plain is missing; add it, or give --proxy http://HOST:PORT")]
    [TestCase("{\"listeners\":{\"plain\":{\"port\":1}}}", "listeners.plain.address is missing; give a host name or an IP")]
    [TestCase("{\"listeners\":{\"plain\":{\"port\":1,\"address\":\"[::1]\"}}}", "listeners.plain.address is neither a host name")]
    [TestCase("{\"listeners\":{\"plain\":{\"port\":1,\"address\":\"http://h\"}}}", "listeners.plain.address is neither a host")]
    [TestCase("{\"listeners\":{\"socks5\":{\"port\":1,\"address\":\"h\"}},\"features\":[\"http\"]}",
        "features contains what needs a listener for HTTP")]
    [TestCase("{\"listeners\":{\"digest\":{\"port\":2}}}", "listeners.digest needs user and password")]
    public void Each_mistake_is_one_line(string json, string expected) =>
        FluentActions.Invoking(() => Instance(json, null)).Should().Throw<UsageException>().Which.Message.Should()
            .StartWith(File + ": ").And.Contain(expected).And.NotContain("\n");

    [Test]
    public void An_image_needs_a_port() =>
        FluentActions.Invoking(() => ProxyDescription.Unknown.ForImage(new ProxyChoice([]) { Image = "a:1" })).Should()
            .Throw<UsageException>().WithMessage("*listeners.plain is missing; add it, or give --port N.");

    [Test]
    public void A_file_that_cannot_be_read_is_named()
    {
        FluentActions.Invoking(() => ProxyDescription.Read(File)).Should().Throw<UsageException>()
            .WithMessage($"--describe {File}: there is no such file.");
        FluentActions.Invoking(() => ProxyDescription.Read(_folder.FullName)).Should().Throw<UsageException>()
            .WithMessage($"--describe {_folder.FullName}: is a directory; name a file.");
    }

    private AddressDefinition Instance(string json, string? address)
    {
        System.IO.File.WriteAllText(File, json);
        return AddressDefinition.Of(new ProxyChoice([]) { Describe = File, Address = address }, ProxyDescription.Read(File));
    }
}
