using System.Collections.Concurrent;
using System.Reflection;
using ConformanceKit.Browsers;
using ConformanceKit.Clients;
using ConformanceKit.Containers;
using ConformanceKit.Model;
using ConformanceKit.Running.Baselines;
using ConformanceKit.Running.Cases;
using ConformanceKit.Running.Catalogue;
using ConformanceKit.Running.Engine;
using ConformanceKit.UnderTest;

namespace ConformanceKit.Running.Testing;

/// <summary>
/// The run that a suite's assembly belongs to under <c>dotnet test</c>, where NUnit requests the scenarios one by one. The
/// proxies and clients start on first use. The environment variables <c>CONFORMANCEKIT_PROXIES</c> and
/// <c>CONFORMANCEKIT_CLIENTS</c> name them, separated by commas; without these, the embedded reference and .NET's HttpClient are
/// graded.
/// </summary>
public sealed class TestRun : IAsyncDisposable
{
    private const string Variable = "CONFORMANCEKIT_PROXIES";
    private const string ClientsVariable = "CONFORMANCEKIT_CLIENTS";

    private static readonly ConcurrentDictionary<Assembly, Lazy<TestRun>> s_runs = new();

    private readonly ContainerSession _containers;
    private readonly SuiteProgram _program;
    private readonly ScenarioCatalogue _catalogue;
    private readonly SubjectSet _proxies;
    private readonly SubjectSet _clients;
    private readonly Round _round;

    private TestRun(Assembly suite)
    {
        _program = SuiteProgram.Of(suite);
        _containers = new(new DockerEngine(_program.Command));
        _catalogue = ScenarioCatalogue.Of(suite);
        _proxies = KnownProxies.Open(
            NoMutant, _containers, new ProxyChoice(NamesIn(Variable)).Checked(), Console.Error.WriteLine);
        _clients = KnownClients.Open(
            new(
                NoMutantClient, () => new BrowserClient(),
                client => new ContainerClient(client, _containers, Console.Error.WriteLine)),
            new ClientChoice(NamesIn(ClientsVariable)).Checked());
        var folder = new BaselineFolder(_program.Baselines);
        var baselines = _proxies.Subjects.ToDictionary(
            target => target.Subject.Name, target => folder.Read(target.Subject.Name, static _ => true));
        var ofClients = new BaselineFolder(Path.Combine(_program.Baselines, SuiteProgram.ClientFolder));
        foreach (var target in _clients.Subjects)
            baselines[target.Subject.Name] = ofClients.Read(target.Subject.Name, static _ => true);
        _round = new Round(
            [.. _proxies.Subjects.Concat(_clients.Subjects).Select(target => target.Subject)], new(), CancellationToken.None)
        {
            BaselineOf = name => baselines[name],
        };
    }

    /// <summary>The proxies to grade, or the clients.</summary>
    /// <param name="ofClients">Whether the clients.</param>
    internal IEnumerable<string> SubjectNames(bool ofClients) =>
        _round.Proxies.Where(subject => subject is ClientUnderTest == ofClients).Select(subject => subject.Name);

    /// <summary>The run of a suite; made on first use.</summary>
    /// <param name="suite">The suite's assembly.</param>
    internal static TestRun Of(Assembly suite) => s_runs.GetOrAdd(suite, static assembly => new(() => new(assembly))).Value;

    /// <summary>Stops the browser and the proxies; a suite calls it last under <c>dotnet test</c>.</summary>
    /// <returns>Completes when they are gone.</returns>
    public static async Task CloseAsync()
    {
        await Chromium.StopAsync();
        foreach (var run in s_runs.Values.Where(run => run.IsValueCreated))
            await run.Value.DisposeAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _proxies.DisposeAsync();
        await _clients.DisposeAsync();
        await _containers.DisposeAsync();
    }

    /// <summary>The outcome of one case on one proxy.</summary>
    /// <param name="id">The case.</param>
    /// <param name="proxyName">The proxy.</param>
    internal async Task<TestOutcome> OutcomeAsync(string id, string proxyName)
    {
        var result = await _round.ResultAsync(proxyName, _catalogue.Find(id)!);
        if (result is not null)
            _round.Deliver(proxyName, result);
        return TestOutcome.Of(result, _round.BaselineOf(proxyName), _round.Profile,
            _program.Explain(id, ShellWord.Quoted(proxyName)));
    }

    private static string[] NamesIn(string variable) => Environment.GetEnvironmentVariable(variable)?
        .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

    // Mutants are for the command line: under NUnit, one would only be another proxy that fails.
    private static ProxyUnderTest NoMutant(string name) =>
        throw new UsageException(
            $"{Variable} cannot name a mutant ('{name}'): use 'run --proxy {KnownProxies.MutantPrefix}{name}'.");

    private static ClientUnderTest NoMutantClient(string name) => throw new UsageException(
        $"{ClientsVariable} cannot name a mutant ('{name}'): use 'client {KnownProxies.MutantPrefix}{name}'.");
}
