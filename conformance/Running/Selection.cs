using ConformanceKit.Browsers;
using ConformanceKit.CommandLine;
using ConformanceKit.Containers;

namespace ConformanceKit.Running;

/// <summary>
/// The run that a suite's assembly belongs to under <c>dotnet test</c>, where NUnit runs the scenarios. NUnit reads
/// <see cref="ProxyNames"/> when it loads the assembly; the proxies themselves start on first use. The environment variable
/// <c>CONFORMANCEKIT_PROXIES</c> names the proxies, separated by commas; without it, it is the embedded reference.
/// </summary>
public static class Selection
{
    private const string Variable = "CONFORMANCEKIT_PROXIES";

    private static readonly Lazy<EnvironmentRun> FromEnvironment = new(OpenFromEnvironment);

    /// <summary>The names of the proxies to grade: one fixture each.</summary>
    public static IEnumerable<string> ProxyNames => Session.Proxies.Select(proxy => proxy.Name);

    internal static RunSession Session => FromEnvironment.Value.Session;

    /// <summary>Ends the browser and the proxies: the last thing that a suite does under <c>dotnet test</c>.</summary>
    /// <returns>When they are gone.</returns>
    public static async Task CloseAsync()
    {
        if (!FromEnvironment.IsValueCreated) return;
        await Chromium.StopAsync();
        await FromEnvironment.Value.Proxies.DisposeAsync();
        await FromEnvironment.Value.Containers.DisposeAsync();
    }

    private static EnvironmentRun OpenFromEnvironment()
    {
        var names = Environment.GetEnvironmentVariable(Variable)?
            .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
        var containers = new ContainerSession(new DockerCommandLine());
        var proxies = KnownProxies.Open(null, containers, new ProxyChoice(names).Checked(), Console.Error.WriteLine);
        var folder = new BaselineFolder(BaselineFolder.DefaultPath);
        var baselines = proxies.Targets.ToDictionary(
            target => target.Proxy.Name, target => folder.Read(target.Proxy.Name, static _ => true));
        var session = new RunSession([.. proxies.Targets.Select(target => target.Proxy)], new(), CancellationToken.None)
        {
            BaselineOf = name => baselines[name],
        };
        return new(containers, proxies, session);
    }

    private sealed record EnvironmentRun(ContainerSession Containers, ProxySet Proxies, RunSession Session);
}
