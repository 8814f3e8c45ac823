using ConformanceKit.Containers;
using ConformanceKit.Model;
using ConformanceKit.Origins;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Scenarios.Tests.Image;

/// <summary>
/// Builds the smaller runner image, and starts a proxy beside which its containers run, once for all tests of this folder.
/// </summary>
[SetUpFixture]
internal sealed class RunnerImage
{
    private const string Proxy = "squid";
    private static readonly string s_root = RepositoryRoot.Find()!;
    private static readonly string s_volume = $"conformancekit-test-{Environment.ProcessId}";
    private readonly ContainerSession _session = new(new DockerEngine("conformancekit"));

    /// <summary>The image's name.</summary>
    public static string Tag { get; } = $"conformancekit:test-{Environment.ProcessId}";

    /// <summary>The container with the proxy, which listens on port 3128.</summary>
    public static string ProxyContainer { get; private set; } = "";

    [OneTimeSetUp]
    public async Task BuildAndStart()
    {
        try
        {
            await _session.Engine.EnsureAvailableAsync(default);
        }
        catch (HarnessException none)
        {
            Assert.Ignore(none.Message);
        }

        var build = await Command.RunAsync(s_root, Path.Combine(s_root, "scenarios", "image", "build.sh"), "slim", Tag);
        build.ExitCode.Should().Be(0, build.Output + build.Error);
        var folder = Path.Combine(s_root, "conformance", "proxies", Proxy);
        var image = await _session.Engine.BuildImageAsync(folder, $"conformancekit/{Proxy}", _ => { }, default);

        // As its proxy.json asks, which is not read here.
        var (certificate, key) = Certificates.Pem(["localhost"]);
        var setup = new ContainerSetup
        {
            Texts = new Dictionary<string, string> { ["/etc/proxy.pem"] = certificate, ["/etc/proxy.key"] = key },
        };
        ProxyContainer = await _session.StartAsync(Proxy, image, [], [], setup, default);
    }

    [OneTimeTearDown]
    public async Task Remove()
    {
        await _session.DisposeAsync();
        await DockerAsync("volume", "rm", "--force", s_volume);
        await DockerAsync("image", "rm", "--force", Tag);
    }

    /// <summary>Runs the program beside the proxy, with a volume for its reports, as the README says.</summary>
    /// <param name="arguments">The program's arguments.</param>
    /// <param name="variables">Environment variables, <c>NAME=VALUE</c>.</param>
    public static Task<Command> RunAsync(IEnumerable<string> arguments, params string[] variables) => DockerAsync(
    [
        "run", "--rm", "--network", $"container:{ProxyContainer}", "--read-only", "--tmpfs", "/tmp",
        "--volume", $"{s_volume}:/reports", .. variables.SelectMany(variable => new[] { "--env", variable }), Tag, .. arguments,
    ]);

    /// <summary>Runs another program in the image, with the same volume.</summary>
    public static Task<Command> ExecuteAsync(string program, params string[] arguments) => DockerAsync(
        ["run", "--rm", "--network", "none", "--volume", $"{s_volume}:/reports", "--entrypoint", program, Tag, .. arguments]);

    private static Task<Command> DockerAsync(params string[] arguments) => Command.RunAsync(s_root, "docker", arguments);
}
