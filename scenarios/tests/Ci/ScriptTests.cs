using System.Text.Json;
using System.Xml.Linq;
using ConformanceKit.UnderTest;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Scenarios.Tests.Ci;

/// <summary>Runs the action's script for real, but without the CI system for which it is made.</summary>
internal sealed class ScriptTests
{
    private const string Broken = "mutant:accepts-connect-without-host";
    private const string Warned = "mutant:answers-connect-as-http-1-0";

    [Test]
    public async Task A_proxy_at_an_address_is_graded_and_everything_is_written()
    {
        await using var proxy = new EmbeddedProxy();
        var running = await proxy.StartAsync(default);
        using var run = await ScriptRun.Of(
            ("CONFORMANCE_PROXY", $"http://{running.Plain.EndPoint}"),
            ("CONFORMANCE_CREDENTIALS",
                $"http://{running.Find(ListenerNames.Auth)!.User}:{Uri.EscapeDataString(running.Find(ListenerNames.Auth)!.Password!)}@{running.Find(ListenerNames.Auth)!.EndPoint}"),
            ("CONFORMANCE_FILTER", "connect/establish,auth/missing"),
            ("CONFORMANCE_FAIL_LEVEL", "should"),
            ("CONFORMANCE_REPORTS", "out/my reports"));

        run.ExitCode.Should().Be(0, run.Error);
        run.Outputs["exit-code"].Should().Be("0");
        run.Outputs["pass"].Should().NotBe("0");
        run.Outputs["fail"].Should().Be("0");
        var ids = JsonDocument.Parse(await File.ReadAllTextAsync(run.PathOf(run.Outputs["json"])))
            .RootElement.GetProperty("proxies")[0].GetProperty("scenarios").EnumerateArray()
            .Select(scenario => scenario.GetProperty("id").GetString());
        ids.Should().Contain("connect/establish").And.Contain(id => id!.StartsWith("auth/missing"));
        XDocument.Load(run.PathOf(run.Outputs["junit"])).Root!.Name.LocalName.Should().Be("testsuites");
        File.Exists(Path.Combine(run.PathOf(run.Outputs["html"]), "index.html")).Should().BeTrue();
        run.Summary.Should().StartWith("## CONNECT conformance")
            .And.Be(await File.ReadAllTextAsync(run.PathOf(run.Outputs["markdown"])));
    }

    [TestCase(Broken, "must", 1)]
    [TestCase(Broken, "should", 1)]
    [TestCase(Broken, "never", 0)]
    [TestCase(Warned, "must", 0)]
    [TestCase(Warned, "should", 1)]
    [TestCase(Warned, "never", 0)]
    public async Task The_fail_level_says_which_verdicts_fail_the_job(string proxy, string level, int exitCode)
    {
        using var run = await ScriptRun.Of(
            ("CONFORMANCE_PROXY", proxy),
            ("CONFORMANCE_FILTER", "connect/host-missing,connect/response-version"),
            ("CONFORMANCE_FAIL_LEVEL", level));

        run.ExitCode.Should().Be(exitCode, run.Error);
        run.Outputs["fail"].Should().Be(proxy == Broken ? "1" : "0");
        run.Outputs["warning"].Should().Be(proxy == Broken ? "0" : "1");
        run.Outputs["exit-code"].Should().Be(proxy == Broken ? "1" : "0");
    }

    [Test]
    public async Task A_proxy_that_does_not_answer_fails_the_job_even_where_no_verdict_does()
    {
        var description = Path.GetTempFileName();
        await File.WriteAllTextAsync(description, """{"ready": {"timeoutSeconds": 1}}""");
        using var run = await ScriptRun.Of(
            ("CONFORMANCE_PROXY", "http://127.0.0.1:1"), ("CONFORMANCE_FILTER", "connect/establish"),
            ("CONFORMANCE_FAIL_LEVEL", "never"), ("CONFORMANCE_DESCRIBE", description));
        File.Delete(description);

        run.ExitCode.Should().Be(3, run.Error);
        run.Outputs["harness-error"].Should().Be("1");
        run.Summary.Should().Contain("harness error");
    }

    [Test]
    public async Task Advice_for_a_proxy_that_reaches_no_origin_names_the_variables()
    {
        await using var proxy = new TestListener("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n"u8.ToArray());
        using var run = await ScriptRun.Of(
            ("CONFORMANCE_PROXY", proxy.Address), ("CONFORMANCE_FILTER", "connect/establish"));

        run.ExitCode.Should().Be(3, run.Error);
        run.Output.Should().Contain(": not graded: ").And.Contain("CONFORMANCE_ORIGIN_ADDRESS")
            .And.Contain("CONFORMANCE_PREFLIGHT=false").And.NotContain("--no-preflight");
    }

    [TestCase("CONFORMANCE_PROXY", "", "CONFORMANCE_IMAGE")]
    [TestCase("CONFORMANCE_PROXY", "--help", "CONFORMANCE_PROXY is '--help'")]
    [TestCase("CONFORMANCE_PROXY", "@secret.txt", "CONFORMANCE_PROXY is '@secret.txt'")]
    [TestCase("CONFORMANCE_PROXY", "sqiud", "squid")]
    [TestCase("CONFORMANCE_PROXY", "ftp://127.0.0.1:1", "ftp://127.0.0.1:1")]
    [TestCase("CONFORMANCE_IMAGE", "vendor/proxy:1", "one run grades one proxy")]
    [TestCase("CONFORMANCE_PORT", "3128", "CONFORMANCE_PORT N requires CONFORMANCE_IMAGE REF")]
    [TestCase("CONFORMANCE_PORT", "x", "CONFORMANCE_PORT x: give a number from 1 to 65535.")]
    [TestCase("CONFORMANCE_CREDENTIALS", "http://u:p@h:1", "CONFORMANCE_CREDENTIALS and CONFORMANCE_TLS_PROXY require "
        + "CONFORMANCE_PROXY http://HOST:PORT.")]
    [TestCase("CONFORMANCE_NAME", "acme", "CONFORMANCE_NAME and CONFORMANCE_PROXY_VERSION require CONFORMANCE_PROXY http")]
    [TestCase("CONFORMANCE_PROXY_VERSION", "1", "CONFORMANCE_PROXY_VERSION require CONFORMANCE_PROXY http://HOST:PORT")]
    [TestCase("CONFORMANCE_ORIGIN_PORTS", "1-2", "CONFORMANCE_ORIGIN_PORTS 1-2: give at least")]
    [TestCase("CONFORMANCE_PREFLIGHT", "no", "CONFORMANCE_PREFLIGHT is 'no'; give one of: true false.")]
    [TestCase("CONFORMANCE_REQUIRE_GROUP", "conect", "Did you mean 'connect'?")]
    [TestCase("CONFORMANCE_MIN_GRADED", "0", "CONFORMANCE_MIN_GRADED 0: give a number from 1 to")]
    [TestCase("CONFORMANCE_BASELINE", "no-such-directory", "CONFORMANCE_BASELINE no-such-directory: there is no such directory.")]
    [TestCase("CONFORMANCE_FAIL_LEVEL", "may", "CONFORMANCE_FAIL_LEVEL is 'may'; give one of: must should never.")]
    [TestCase("CONFORMANCE_NIGHTLY", "yes", "CONFORMANCE_NIGHTLY")]
    [TestCase("CONFORMANCE_BROWSER", "no", "CONFORMANCE_BROWSER")]
    [TestCase("CONFORMANCE_SHARD", "3/2", "3/2")]
    [TestCase("CONFORMANCE_REPORTS", "/dev/null/x", "/dev/null/x")]
    [TestCase("CONFORMANCE_FILTER", "connect/*\npass=999", "CONFORMANCE_FILTER has a line break")]
    [TestCase("CONFORMANCE_REPORTS", "out\npass=999", "CONFORMANCE_REPORTS has a line break")]
    public async Task Wrong_input_is_one_line_and_exit_code_2(string name, string value, string expected)
    {
        using var run = await ScriptRun.Of(("CONFORMANCE_PROXY", Broken), (name, value));

        run.ExitCode.Should().Be(2, run.Error);
        run.Error.TrimEnd('\n').Should().Contain(expected).And.NotContain("\n");
        run.OutputText.Should().NotContain("999");
    }

    [Test]
    public async Task A_browser_that_does_not_run_is_named()
    {
        using var run = await ScriptRun.Of(("CONFORMANCE_PROXY", Broken), ("CONFORMANCE_BROWSER", "true"),
            ("CONFORMANCEKIT_CHROMIUM", "/nowhere"));

        run.ExitCode.Should().Be(2, run.Error);
        run.Error.TrimEnd('\n').Should().Be("CONFORMANCEKIT_CHROMIUM names /nowhere, which does not run; name another, or set "
            + "CONFORMANCE_BROWSER to false.");
    }

    [TestCase("CONFORMANCE_REQUIRE_GROUP", "auth", "CONFORMANCE_REQUIRE_GROUP auth: no case of it was selected for")]
    [TestCase("CONFORMANCE_MIN_GRADED", "2", "CONFORMANCE_MIN_GRADED 2: only 1 were graded on")]
    public async Task A_job_in_which_too_little_was_graded_fails(string name, string value, string expected)
    {
        using var run = await ScriptRun.Of(("CONFORMANCE_PROXY", "embedded"), ("CONFORMANCE_FILTER", "connect/establish"),
            ("CONFORMANCE_SHARD", "auto"), ("CONFORMANCEKIT_SHARD_INDEX", "0"), ("CONFORMANCEKIT_SHARDS", "1"), (name, value));

        run.ExitCode.Should().Be(1, run.Error);
        run.Error.Should().Contain($"conformancekit: {expected}");
        run.Outputs["pass"].Should().Be("1");
    }

    [Test]
    public async Task An_instance_is_named_and_graded_without_a_preflight()
    {
        await using var proxy = new EmbeddedProxy();
        var address = $"http://{(await proxy.StartAsync(default)).Plain.EndPoint}";
        using var run = await ScriptRun.Of(
            ("CONFORMANCE_PROXY", address), ("CONFORMANCE_FILTER", "connect/establish"),
            ("CONFORMANCE_NAME", "acme"), ("CONFORMANCE_PROXY_VERSION", "1.2"),
            ("CONFORMANCE_ORIGIN_PORTS", "21000-21999"), ("CONFORMANCE_PREFLIGHT", "false"));

        var report = await File.ReadAllTextAsync(run.PathOf(run.Outputs["json"]));
        report.Should().Contain("\"name\": \"acme\"").And.Contain("\"originPorts\": \"21000-21999\"")
            .And.Contain($"explain connect/establish --proxy {address} --name acme --proxy-version 1.2 "
            + "--origin-ports 21000-21999 --no-preflight");
    }

    [Test]
    public async Task A_proxy_that_speaks_only_SOCKS5_is_graded()
    {
        await using var proxy = new EmbeddedProxy();
        var address = $"socks5://{(await proxy.StartAsync(default)).Find(ListenerNames.Socks5)!.EndPoint}";
        using var run = await ScriptRun.Of(
            ("CONFORMANCE_SOCKS_PROXY", address), ("CONFORMANCE_FILTER", "socks/connect-ipv4,connect/establish"));

        run.ExitCode.Should().Be(0, run.Error);
        run.Outputs["pass"].Should().Be("1");
        run.Outputs["not-applicable"].Should().Be("1");
    }

    [Test]
    public async Task What_somebody_else_made_stays()
    {
        string[] files = ["html/notes.txt", "html/case/mine.txt", "notes.txt"];
        using var run = await ScriptRun.Beside(files, ("CONFORMANCE_PROXY", Broken), ("CONFORMANCE_FILTER", "connect/establish"),
            ("CONFORMANCE_REPORTS", "."));
        run.ExitCode.Should().Be(0, run.Error);
        files.Should().OnlyContain(file => File.ReadAllText(run.PathOf(file)) == file);

        using var other = await ScriptRun.Beside(
            ["html/index.html"], ("CONFORMANCE_PROXY", Broken), ("CONFORMANCE_REPORTS", "."));
        other.ExitCode.Should().Be(2);
        other.Error.TrimEnd('\n').Should().Be(
            "CONFORMANCE_REPORTS is '.', where html/index.html is somebody else's page; give another directory.");
        (await File.ReadAllTextAsync(other.PathOf("html/index.html"))).Should().Be("html/index.html");
    }

    [Test]
    public async Task Nothing_selected_is_said_in_the_summary()
    {
        using var run = await ScriptRun.Of(("CONFORMANCE_PROXY", Broken), ("CONFORMANCE_FILTER", "no/such-scenario"));

        run.ExitCode.Should().Be(4);
        run.Outputs.Keys.Should().BeEquivalentTo("exit-code", "report-directory");
        run.Summary.Should().Contain("exit code 4");
    }

    [Test]
    public async Task No_input_is_taken_for_shell_code([ValueSource(nameof(Variables))] string name)
    {
        using var run = await ScriptRun.Of(
            ("CONFORMANCE_PROXY", name == "CONFORMANCE_IMAGE" ? "" : Broken),
            ("CONFORMANCE_PORT", name == "CONFORMANCE_IMAGE" ? "3128" : ""),
            ("CONFORMANCE_FILTER", "connect/establish"),
            (name, "a$(touch owned)`touch owned`; touch owned #'; touch owned #\"; touch owned & touch owned | touch owned"));

        File.Exists(run.PathOf("owned")).Should().BeFalse();
        run.ExitCode.Should().BeOneOf([0, 2, 3, 4], "the text is a name that nothing has, or a directory like any other");
    }

    private static IEnumerable<string> Variables => ActionFile.ScriptVariables;
}
