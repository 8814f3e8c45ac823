using ConformanceKit.Clients;
using ConformanceKit.Model;
using ConformanceKit.Tests.Running;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Tests.Clients;

[TestFixture, Parallelizable(ParallelScope.All), FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class ClientFileTests : IDisposable
{
    private const string Start = """{"title":"Acme","features":["http","https"],"version":["acme","-v"],""";
    private const string Whole = $$"""{{Start}}"command":["acme","{proxy}","{url}"]}""";

    private readonly TemporaryFolder _root = new();

    private string Folder => Path.Combine(_root.Path, "acme");

    public void Dispose() => _root.Dispose();

    [Test]
    public void A_command_is_read()
    {
        Write("""
            {"title":"Acme","features":["http","credentials","tls-proxy","no-proxy"],"version":["acme","-v"],
             "command":["acme","{proxy}","{url}"],"credentials":["-u","{user}:{password}"],"proxyCa":["-c","{proxy-ca}"],
             "noProxy":["-n","{no-proxy}"]}
            """);

        var client = ClientFile.Read(Folder);

        client.Name.Should().Be("acme");
        client.Title.Should().Be("Acme");
        client.Folder.Should().Be(Folder);
        client.Features.Should().BeEquivalentTo("http", "credentials", "tls-proxy", "no-proxy");
        client.VersionCommand.Should().Equal("acme", "-v");
        client.Command!.Credentials.Should().Equal("-u", "{user}:{password}");
        client.Script.Should().BeEmpty();
    }

    [Test]
    public void A_script_is_read()
    {
        Write($$"""{{Start}}"script":["python3","/client.py"]}""");

        var client = ClientFile.Read(Folder);

        client.Command.Should().BeNull();
        client.Script.Should().Equal("python3", "/client.py");
    }

    [TestCase("{", "line 1, column 2: not valid JSON; correct the syntax here")]
    [TestCase("{\"title\":3}", "line 1, column 11 at title: this value has the wrong type; see conformance/clients/README.md")]
    [TestCase("{\"titel\":\"\"}",
        "line 1, column 10 at titel: unknown field; conformance/clients/README.md lists the known ones")]
    [TestCase("null", "is null; write an object with \"title\", \"features\", \"version\", and \"command\" or \"script\".")]
    [TestCase("{}", "title is missing; say what the client is, such as \"curl\".")]
    [TestCase("{\"title\":\"A\",\"features\":[\"teleport\"]}",
        "features contains \"teleport\"; the known features are http, https, wss, names, credentials, tls-proxy, redirects, ipv6, "
        + "idn, no-proxy, stdio, h2-proxy.")]
    [TestCase("{\"title\":\"A\",\"features\":[\"http\"]}",
        "version is missing; give the program and the arguments that print the version, such as [\"curl\", \"--version\"].")]
    [TestCase(Start + "\"script\":[null]}", "script must be a list of strings.")]
    [TestCase(Start + "\"noProxy\":[]}",
        "command is missing; give the program that is started for each task, or a script that does many tasks.")]
    [TestCase(Start + "\"script\":[\"a\"],\"command\":[\"a\"]}", "script is given beside command; keep one of them.")]
    [TestCase(Start + "\"script\":[\"a\"],\"noProxy\":[\"a\"]}",
        "noProxy applies only to a command: a script reads it with each task.")]
    [TestCase(Start + "\"command\":[\"a\",\"{proxy}\"]}",
        "command has no {url} (or {host} and {port}); put it where the client expects the URL.")]
    [TestCase(Start + "\"command\":[\"a\",\"{url}\"]}",
        "command has no {proxy} (or {proxy-host} and {proxy-port}); put it where the client expects the proxy.")]
    [TestCase(Start + "\"command\":[\"a\",\"{url}\",\"{proxy}\",\"{user}\"]}",
        "command has {user}, which not every task has a value for: move that part to credentials.")]
    [TestCase(Start + "\"command\":[\"a\",\"{url}\",\"{proxy}\"],\"credentials\":[\"{user}\"]}",
        "credentials has no {password}.")]
    [TestCase(Start + "\"command\":[\"a\",\"{url}\",\"{proxy}\"],\"proxyCa\":[\"{proxy-ca}\"]}",
        "features lacks \"tls-proxy\", though there is proxyCa.")]
    [TestCase("{\"title\":\"A\",\"features\":[\"credentials\"],\"version\":[\"a\"],\"command\":[\"a\",\"{url}\",\"{proxy}\"]}",
        "credentials is missing, though features has \"credentials\".")]
    public void What_is_wrong_is_said_in_one_line(string json, string message)
    {
        Write(json);

        Reading().Should().Throw<UsageException>().WithMessage($"{Folder}/client.json: {message.TrimEnd('.')}*");
    }

    [Test]
    public void A_client_needs_a_Dockerfile()
    {
        Write(Whole);
        File.Delete(Path.Combine(Folder, "Dockerfile"));

        Reading().Should().Throw<UsageException>().WithMessage("*Dockerfile is missing from the client's folder; add it.");
    }

    [Test]
    public void The_folders_name_is_the_clients()
    {
        Directory.CreateDirectory(Path.Combine(_root.Path, "Acme"));
        File.WriteAllText(Path.Combine(_root.Path, "Acme", "client.json"), Whole);

        var reading = () => ClientFile.Read(Path.Combine(_root.Path, "Acme"));

        reading.Should().Throw<UsageException>().WithMessage("*the folder's name may contain only lower-case letters*");
    }

    [Test]
    public void Folders_of_the_users_are_found_beside_the_kits()
    {
        Write(Whole);

        var catalogue = new ClientCatalogue(null, _root.Path);

        catalogue.Names.Should().Equal("httpclient", "clientwebsocket", "scripted", "chromium", "acme");
        catalogue.Find("acme").Title.Should().Be("Acme");
        var unknown = () => catalogue.Find("acne");
        unknown.Should().Throw<UsageException>().WithMessage("No client is called 'acne'. Did you mean 'acme'?*--clients DIR*");
    }

    [Test]
    public void Every_client_of_the_kit_is_right()
    {
        var catalogue = new ClientCatalogue();

        foreach (var name in catalogue.Names.Except(ClientCatalogue.BuiltIn))
            catalogue.Find(name).Features.Should().Contain("tunnel");
        catalogue.Names.Should().Contain(["curl", "python-requests", "wget"]);
    }

    private Func<ClientDefinition> Reading() => () => ClientFile.Read(Folder);

    private void Write(string json)
    {
        Directory.CreateDirectory(Folder);
        File.WriteAllText(Path.Combine(Folder, "client.json"), json);
        File.WriteAllText(Path.Combine(Folder, "Dockerfile"), "FROM scratch");
    }
}
