using System.Text.Json;
using ConformanceKit.CommandLine;
using ConformanceKit.Containers;
using ConformanceKit.ReferenceProxy;
using ConformanceKit.SamplePack;
using ConformanceKit.Tests.UnderTest;
using ConformanceKit.UnderTest;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Tests.CommandLine;

/// <summary>Grading an instance that is already running: its name, its description, its baseline and its preflight.</summary>
[NonParallelizable]
internal sealed class RunningInstanceTests : CommandLineTest
{
    private const string One = "--filter endings/pass";

    private ContainerSession _containers = null!;
    private ProxyServer _server = null!;

    private string At => $"--proxy http://{_server.EndPoint}";

    [SetUp]
    public void Start() =>
        (_containers, _server) = (new(new DockerEngine("conformancekit")), ProxyServer.Start(new ProxyOptions()));

    [TearDown]
    public async Task StopAsync()
    {
        await _server.DisposeAsync();
        await _containers.DisposeAsync();
    }

    [Test]
    public async Task One_that_reaches_no_origin_is_not_graded_unless_that_is_asked_for()
    {
        await using var server = new AskedServer(_ => "HTTP/1.1 502 Bad Gateway\r\n\r\n");
        var command = $"run --proxy http://{server.EndPoint} --filter endings/pass,endings/should --json {Folder}/r.json";

        (await RunAsync(command)).Should().Be(3);
        Output.ToString().Split("no origin was reached through the proxy").Should().HaveCount(2, "it is said once");
        Verdicts().Should().OnlyContain(verdict => verdict == "harness-error");

        (await RunAsync($"{command} --no-preflight")).Should().Be(0);
        Verdicts().Should().Equal("pass", "warning");

        var update = $"run --proxy http://{server.EndPoint} --name acme --baseline update";
        (await RunAsync($"{update} --filter endings/pass,endings/nightly")).Should().Be(3);
        File.Exists(Path.Combine(Folder, "own", "acme.json")).Should().BeFalse("nothing was graded");

        (await RunAsync($"explain endings/pass --proxy http://{server.EndPoint}")).Should().Be(3);
        (await RunAsync($"explain endings/pass --proxy http://{server.EndPoint} --no-preflight")).Should().Be(0);
    }

    [Test]
    public async Task Its_name_and_version_are_in_the_report_and_its_options_in_the_command_that_runs_it_again()
    {
        (await RunAsync(
            $"run {At} --name acme --proxy-version 1.2 --origin-ports 21000-21999 {One} --json {Folder}/r.json")).Should().Be(0);

        var proxy = Report().GetProperty("proxies")[0];
        proxy.GetProperty("name").GetString().Should().Be("acme");
        proxy.GetProperty("version").GetString().Should().Be("1.2");
        proxy.GetProperty("scenarios")[0].GetProperty("reproduce").GetString().Should()
            .EndWith($"explain endings/pass {At} --name acme --proxy-version 1.2 --origin-ports 21000-21999");
        Report().GetProperty("settings").GetProperty("originPorts").GetString().Should().Be("21000-21999");
    }

    [Test]
    public async Task Without_a_name_it_has_no_baseline_whatever_there_is_for_its_address()
    {
        var file = $"{_server.EndPoint.ToString().Replace(':', '-')}.json";
        foreach (var folder in new[] { "none", "own", "given" })
        {
            Directory.CreateDirectory(Path.Combine(Folder, folder));
            await File.WriteAllTextAsync(Path.Combine(Folder, folder, file),
                """{"proxy":"x","version":"","expected":[{"id":"endings/pass","verdict":"fail","why":""}]}""");
        }

        (await RunAsync($"run {At} {One}")).Should().Be(0);
        (await RunAsync($"run {At} {One} --baselines {Folder}/given")).Should().Be(0);
        (await RunAsync($"run {At} {One} --baseline update")).Should().Be(2);
        Errors.ToString().Should().Contain("--baseline update needs --name NAME");
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task With_a_name_its_baseline_is_the_users_and_not_among_the_suites(bool installed)
    {
        IsInstalled = installed;
        var known = Path.Combine(Folder, "none", "acme.json");
        Directory.CreateDirectory(Path.GetDirectoryName(known)!);
        await File.WriteAllTextAsync(known,
            """{"proxy":"acme","version":"","expected":[{"id":"endings/pass","verdict":"fail","why":""}]}""");
        var before = await File.ReadAllTextAsync(known);

        (await RunAsync($"run {At} --name acme {One}")).Should().Be(0, "the suite's own baseline is not about it");
        (await RunAsync($"run {At} --name acme --filter endings/must --baseline update")).Should().Be(0);
        (await RunAsync($"run {At} --name acme --filter endings/must")).Should().Be(0, "the baseline expects the failure");

        (await File.ReadAllTextAsync(known)).Should().Be(before);
        (await File.ReadAllTextAsync(Path.Combine(Folder, "own", "acme.json"))).Should().Contain("endings/must");
        (await RunAsync($"run {At} embedded --name acme {One} --baseline update")).Should().Be(installed ? 2 : 0);
    }

    [Test]
    public async Task A_described_name_is_a_name()
    {
        var description = Path.Combine(Folder, "proxy.json");
        await File.WriteAllTextAsync(description,
            $$"""{"name":"described","listeners":{"plain":{"address":"127.0.0.1","port":{{_server.EndPoint.Port}} } } }""");

        (await RunAsync($"run --describe {description} --filter endings/must --baseline update --baselines {Folder}/a/b"))
            .Should().Be(0);

        File.Exists(Path.Combine(Folder, "a", "b", "described.json")).Should().BeTrue();
    }

    [TestCase("run {0} --name Acme", "--name Acme: use lower-case letters")]
    [TestCase("run {0} --name embedded", "--name embedded: use lower-case letters")]
    [TestCase("run {0} embedded --name reference --describe /nowhere.json", "--describe /nowhere.json: there is no such file.")]
    [TestCase("run {0} --origin-ports 1-2", "--origin-ports 1-2: give at least 100 ports")]
    [TestCase("run {0} --image a:1 --port 1 --name acme", "give --proxy or --image, but not both")]
    [TestCase("run embedded --name acme", "--name and --proxy-version require --proxy http://HOST:PORT or --image REF.")]
    [TestCase("run --port 1", "--port N requires --image REF")]
    [TestCase("run --image a:1", "--image REF requires --port N")]
    [TestCase("run squid {0} --name squid", "Two proxies are called 'squid': choose another name with --name.")]
    [TestCase("run {0} --baselines /etc/passwd", "--baselines /etc/passwd: is a file; name a directory.")]
    [TestCase("run {0} --name acme --baseline update --baselines /etc/passwd",
        "--baselines /etc/passwd: is a file; name a directory.")]
    [TestCase("run {0} --name acme --baselines /nowhere", "--baselines /nowhere: there is no such directory.")]
    public async Task Wrong_usage_is_one_line(string commandLine, string expected)
    {
        (await RunAsync(string.Format(null, commandLine, At))).Should().Be(2, Errors.ToString());

        Errors.ToString().TrimEnd('\n').Should().NotContain("\n").And.Contain(expected);
    }

    private protected override SubjectSet Open(ProxyChoice choice, Action<string> progress) =>
        ConformanceCommandLine.Open(typeof(Endings).Assembly, _containers, choice, progress);

    private JsonElement Report() =>
        JsonSerializer.Deserialize<JsonElement>(File.ReadAllText(Path.Combine(Folder, "r.json")));

    private IEnumerable<string?> Verdicts() => Report().GetProperty("proxies")[0].GetProperty("scenarios").EnumerateArray()
        .Select(scenario => scenario.GetProperty("verdict").GetString());
}
