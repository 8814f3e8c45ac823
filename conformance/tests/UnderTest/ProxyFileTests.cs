using System.Net;
using ConformanceKit.Containers;
using ConformanceKit.Model;
using ConformanceKit.UnderTest;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Tests.UnderTest;

[TestFixture, Parallelizable(ParallelScope.All), FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class ProxyFileTests : IDisposable
{
    private const string Plain = "\"listeners\":{\"plain\":{\"port\":3128}}";
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("conformancekit-test-");

    private string Folder => Path.Combine(_root.FullName, "acme");

    public void Dispose() => _root.Delete(recursive: true);

    [Test]
    public void A_complete_file_is_read()
    {
        Write("""
            {"name":"acme","versionCommand":["acme","-v"],"listeners":{"plain":{"port":3128},
             "auth":{"port":3129,"user":"u","password":"a:b","utf8":{"user":"test","password":"123£"}},
             "tls":{"port":3130,"certificate":"/etc/a.pem","key":"/etc/a.key"},
             "digest":{"port":3131,"user":"u","password":"p"},"impatient":{"port":3132,"seconds":2}},"features":["connect","ipv6"],
             "denies":{"port":25,"address":"127.0.0.2"},"fragile":true,
             "ready":{"timeoutSeconds":7},"capabilities":["SETUID"],"publish":{"project":"p.csproj"},
             "environment":{"LEVEL":"debug"},"arguments":["-f"],"files":{"/etc/acme.conf":"p.csproj"}}
            """);
        File.WriteAllText(Path.Combine(Folder, "p.csproj"), "");

        var proxy = ProxyFile.Read(Folder);

        proxy.Name.Should().Be("acme");
        proxy.Folder.Should().Be(Folder);
        proxy.VersionCommand.Should().Equal("acme", "-v");
        proxy.Listeners["auth"].Should().Be(Listener.OnPort(3129, "u", "a:b") with { Utf8 = new("test", "123£") });
        proxy.Listeners["digest"].Should().Be(Listener.OnPort(3131, "u", "p"));
        proxy.Listeners["impatient"].Should().Be(Listener.OnPort(3132) with { Patience = TimeSpan.FromSeconds(2) });
        proxy.Listeners["tls"].Should().Be(
            Listener.OnPort(3130) with { IsTls = true, IsTrusted = true, Certificate = new("/etc/a.pem", "/etc/a.key") });
        proxy.Denies.Should().Be(new DeniedTargets(25, IPAddress.Parse("127.0.0.2")));
        proxy.Fragile.Should().BeTrue();
        proxy.Features.Should().BeEquivalentTo("connect", "ipv6", "auth", "digest", "impatient", "tls");
        proxy.ReadyTimeout.Should().Be(TimeSpan.FromSeconds(7));
        proxy.Capabilities.Should().Equal("SETUID");
        proxy.PublishProject.Should().Be(Path.Combine(Folder, "p.csproj"));
        proxy.Setup.Environment.Should().Equal(new Dictionary<string, string> { ["LEVEL"] = "debug" });
        proxy.Setup.Arguments.Should().Equal("-f");
        proxy.Setup.Files.Should().Equal(
            new Dictionary<string, string> { ["/etc/acme.conf"] = Path.Combine(Folder, "p.csproj") });
    }

    [Test]
    public void The_shortest_file_has_defaults()
    {
        Write("{\"name\":\"acme\"," + Plain + "}");

        var proxy = ProxyFile.Read(Folder);

        proxy.Features.Should().BeEmpty();
        proxy.Denies.Should().Be(new DeniedTargets());
        proxy.Fragile.Should().BeFalse();
        proxy.ReadyTimeout.Should().Be(TimeSpan.FromSeconds(30));
        proxy.PublishProject.Should().BeNull();
        proxy.Setup.Should().BeEquivalentTo(ContainerSetup.None);
    }

    [Test]
    public void A_proxy_that_speaks_only_SOCKS5_needs_no_listener_for_HTTP()
    {
        Write("""
            {"name":"acme","listeners":{"socks5":{"port":1080},"socks5-auth":{"port":1081,"user":"u","password":"p"}},
             "features":["ipv6"]}
            """);

        var proxy = ProxyFile.Read(Folder);

        proxy.Listeners.Keys.Should().BeEquivalentTo("socks5", "socks5-auth");
        proxy.Features.Should().BeEquivalentTo("ipv6", "socks5", "socks5-auth");
    }

    [TestCase("", "line 1, column 1: not valid JSON; correct the syntax here")]
    [TestCase("{\"name\":\"acme\",\"listeners\":{\"socks5\":{\"port\":1},\"tls\":{\"port\":2}}}",
        "listeners.plain is missing; every proxy needs a listener without credentials: for HTTP, or socks5 if it speaks nothing")]
    [TestCase("{\"name\":\"acme\",\"listeners\":{\"socks5-auth\":{\"port\":1,\"user\":\"u\",\"password\":\"p\"}}}",
        "listeners.plain is missing")]
    [TestCase("{\"name\":\"acme\",\"listeners\":{\"socks5\":{\"port\":1}},\"features\":[\"connect\"]}",
        "features contains what needs a listener for HTTP; remove it, or add listeners.plain")]
    [TestCase("{\n  \"name\": acme\n}", "line 2, column 11 at name: not valid JSON; correct the syntax here")]
    [TestCase("null", "is null; write an object")]
    [TestCase("[]", "line 1, column 2: this value has the wrong type")]
    [TestCase("{\"name\":\"acme\",\"port\":1}", "line 1, column 23 at port: unknown field")]
    [TestCase("{\"name\":\"acme\",\"name\":\"acme\"}", "the field occurs twice")]
    [TestCase("{\"name\":\"acme\",\"listeners\":{\"plain\":{\"port\":\"3128\"}}}",
        "at listeners.plain.port: this value has the wrong type")]
    [TestCase("{" + Plain + "}", "name is missing; make it the folder's name, \"acme\"")]
    [TestCase("{\"name\":\"other\"," + Plain + "}", "name is \"other\"; make it the folder's name, \"acme\"")]
    [TestCase("{\"name\":\"acme\"}", "listeners is missing; add at least \"plain\"")]
    [TestCase("{\"name\":\"acme\",\"listeners\":{}}", "listeners.plain is missing")]
    [TestCase("{\"name\":\"acme\",\"listeners\":{\"plain\":null}}", "listeners.plain.port must be from 1 to 65535")]
    [TestCase("{\"name\":\"acme\",\"listeners\":{\"plain\":{}}}", "listeners.plain.port must be from 1 to 65535")]
    [TestCase("{\"name\":\"acme\",\"listeners\":{\"plain\":{\"port\":0}}}", "listeners.plain.port must be from 1 to 65535")]
    [TestCase("{\"name\":\"acme\",\"listeners\":{\"plain\":{\"port\":65536}}}", "listeners.plain.port must be from 1 to 65535")]
    [TestCase("{\"name\":\"acme\",\"listeners\":{\"plain\":{\"port\":1,\"address\":\"127.0.0.1\"}}}",
        "listeners.plain.address applies only to --describe: remove it here")]
    [TestCase("{\"name\":\"acme\",\"listeners\":{\"open\":{\"port\":1}}}",
        "listeners.open is not a known listener; use plain, auth, digest, impatient, tls, tls-auth, h2, h2-auth, h2-impatient, "
            + "h2c, h2c-auth, h2c-impatient, socks5, socks5-auth")]
    [TestCase("{\"name\":\"acme\",\"listeners\":{\"plain\":{\"port\":1},\"auth\":{\"port\":2}}}",
        "listeners.auth needs user and password")]
    [TestCase("{\"name\":\"acme\",\"listeners\":{\"auth\":{\"port\":2,\"user\":\"u\"}}}",
        "listeners.auth needs both user and password")]
    [TestCase("{\"name\":\"acme\",\"listeners\":{\"plain\":{\"port\":2,\"user\":\"u\",\"password\":\"p\"}}}",
        "listeners.plain requires no credentials")]
    [TestCase("{\"name\":\"acme\",\"listeners\":{\"digest\":{\"port\":2}}}", "listeners.digest needs user and password")]
    [TestCase("{\"name\":\"acme\",\"listeners\":{\"impatient\":{\"port\":2}}}",
        "listeners.impatient.seconds is missing; give the time after which")]
    [TestCase("{\"name\":\"acme\",\"listeners\":{\"impatient\":{\"port\":2,\"seconds\":6}}}",
        "listeners.impatient.seconds must be from 1 to 5")]
    [TestCase("{\"name\":\"acme\",\"listeners\":{\"plain\":{\"port\":2,\"seconds\":2}}}",
        "listeners.plain.seconds applies only to the listeners impatient, h2-impatient and h2c-impatient")]
    [TestCase("{\"name\":\"acme\",\"listeners\":{\"plain\":{\"port\":2,\"utf8\":{}}}}",
        "listeners.plain.utf8 applies only to the listener auth")]
    [TestCase(
        "{\"name\":\"acme\",\"listeners\":{\"auth\":{\"port\":2,\"user\":\"u\",\"password\":\"p\",\"utf8\":{\"user\":\"t\"}}}}",
        "listeners.auth.utf8 needs user and password")]
    [TestCase(
        """{"name":"acme","listeners":{"auth":{"port":2,"user":"u","password":"p","utf8":{"user":"t","password":"p"}}}}""",
        "listeners.auth.utf8 needs a non-ASCII character")]
    [TestCase("{\"name\":\"acme\",\"denies\":{}," + Plain + "}", "denies is empty; give a port, an address or both")]
    [TestCase("{\"name\":\"acme\",\"denies\":{\"port\":0}," + Plain + "}", "denies.port must be from 1 to 65535")]
    [TestCase("{\"name\":\"acme\",\"denies\":{\"address\":\"origin.test\"}," + Plain + "}",
        "denies.address is not an IP address")]
    [TestCase("{\"name\":\"acme\",\"features\":[\"conect\"]," + Plain + "}",
        "features contains \"conect\"; the known features are connect, http, ipv6")]
    [TestCase("{\"name\":\"acme\",\"features\":[null]," + Plain + "}", "features contains null")]
    [TestCase("{\"name\":\"acme\",\"features\":[\"auth\"]," + Plain + "}",
        "features contains \"auth\", which follows from its listener")]
    [TestCase("{\"name\":\"acme\",\"ready\":{\"timeoutSeconds\":0}," + Plain + "}", "ready.timeoutSeconds must be from 1 to 600")]
    [TestCase("{\"name\":\"acme\",\"capabilities\":[\"CAP_SETUID\"]," + Plain + "}",
        "capabilities contains \"CAP_SETUID\"; write it like \"SETUID\"")]
    [TestCase("{\"name\":\"acme\",\"versionCommand\":[null]," + Plain + "}", "versionCommand must be a list of strings")]
    [TestCase("{\"name\":\"acme\",\"environment\":{\"A=B\":\"\"}," + Plain + "}",
        "environment contains \"A=B\", which is not the name of a variable")]
    [TestCase("{\"name\":\"acme\",\"environment\":{\"A\":null}," + Plain + "}", "environment.A must be a string")]
    [TestCase("{\"name\":\"acme\",\"arguments\":[null]," + Plain + "}", "arguments must be a list of strings")]
    [TestCase("{\"name\":\"acme\",\"files\":{\"a.conf\":\"proxy.json\"}," + Plain + "}",
        "files contains \"a.conf\"; give the absolute path of the file or folder in the container")]
    [TestCase("{\"name\":\"acme\",\"files\":{\"/a.conf\":\"\"}," + Plain + "}", "files./a.conf is no path; give a file")]
    [TestCase("{\"name\":\"acme\",\"files\":{\"/a.conf\":\"a\\u0000\"}," + Plain + "}", "files./a.conf is no path")]
    [TestCase("{\"name\":\"acme\",\"files\":{\"/a.conf\":\"no.conf\"}," + Plain + "}", "files./a.conf names ")]
    [TestCase("""{"name":"acme","listeners":{"plain":{"port":1,"certificate":"/a.pem"}}}""",
        "listeners.plain.certificate applies only to the listeners tls, tls-auth, h2, h2-auth, h2-impatient: remove it here")]
    [TestCase("""{"name":"acme","listeners":{"tls":{"port":1,"certificate":"a.pem"}}}""",
        "listeners.tls.certificate is \"a.pem\"; give the absolute path of the file in the container")]
    [TestCase("""{"name":"acme","listeners":{"tls":{"port":1,"certificate":"/a.pem","key":"/../a.key"}}}""",
        "listeners.tls.key is \"/../a.key\"; give the absolute path of the file in the container")]
    [TestCase("""{"name":"acme","listeners":{"tls":{"port":1,"key":"/a.key"}}}""",
        "listeners.tls.key needs certificate beside it")]
    [TestCase("""{"name":"acme","listeners":{"tls":{"port":1,"certificate":"/a.pem","key":"/a.pem"}}}""",
        "listeners and files give \"/a.pem\" more than one content; use a path for each")]
    [TestCase("""{"name":"acme","listeners":{"tls":{"port":1,"certificate":"/a.pem"}},"files":{"/a.pem":"proxy.json"}}""",
        "listeners and files give \"/a.pem\" more than one content")]
    [TestCase("{\"name\":\"acme\",\"publish\":{}," + Plain + "}", "publish.project is missing")]
    [TestCase("{\"name\":\"acme\",\"publish\":{\"project\":\"a\\u0000.csproj\"}," + Plain + "}", "publish.project is no path")]
    [TestCase("{\"name\":\"acme\",\"publish\":{\"project\":\"no.csproj\"}," + Plain + "}", "publish.project names ")]
    public void Each_mistake_is_one_line_with_file_field_and_what_to_do(string json, string expected)
    {
        Write(json);

        var message = ((Action)(() => ProxyFile.Read(Folder))).Should().Throw<UsageException>().Which.Message;

        message.Should().StartWith(Path.Combine(Folder, "proxy.json") + ": ").And.Contain(expected).And.NotContain("\n");
    }

    [Test]
    public void A_missing_file_is_named()
    {
        Directory.CreateDirectory(Folder);

        ((Action)(() => ProxyFile.Read(Folder))).Should().Throw<UsageException>()
            .WithMessage("*acme/proxy.json: there is no such file.*");
    }

    [Test]
    public void A_missing_Dockerfile_is_named()
    {
        Write("{\"name\":\"acme\"," + Plain + "}");
        File.Delete(Path.Combine(Folder, "Dockerfile"));

        ((Action)(() => ProxyFile.Read(Folder))).Should().Throw<UsageException>()
            .WithMessage("*proxy.json: Dockerfile is missing*");
    }

    private void Write(string json)
    {
        Directory.CreateDirectory(Folder);
        File.WriteAllText(Path.Combine(Folder, "Dockerfile"), "FROM scratch");
        File.WriteAllText(Path.Combine(Folder, "proxy.json"), json);
    }
}
