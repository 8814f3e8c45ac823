using System.Reflection;
using ConformanceKit.Model;
using NUnit;
using NUnit.Framework.Api;
using NUnit.Framework.Interfaces;
using NUnit.Framework.Internal;

namespace ConformanceKit.Running;

/// <summary>Runs the selected scenarios of a suite's assembly once, with NUnit in this process.</summary>
internal sealed class SuiteRound(Assembly suite, RunSession session, IReadOnlySet<string> ids, int workers)
{
    /// <summary>Runs the round; results go to the session.</summary>
    /// <exception cref="HarnessException">NUnit could not load the suite.</exception>
    public async Task RunAsync()
    {
        // 1. NUnit goes by names, so what takes longest would begin late and the run end with waiting for it: it begins now.
        // Each holds a worker that NUnit doesn't get.
        var early = Early();
        foreach (var (proxyName, scenario) in early) _ = session.ResultAsync(proxyName, scenario);

        // 2. NUnit reads the proxies' names while it loads.
        Selection.Session = session;
        var runner = new NUnitTestAssemblyRunner(new DefaultTestAssemblyBuilder());
        var settings = new Dictionary<string, object>
        {
            [FrameworkPackageSettings.NumberOfTestWorkers] = workers - early.Count,
            [FrameworkPackageSettings.WorkDirectory] = Path.GetTempPath(),
        };
        var loaded = runner.Load(suite, settings);
        if (loaded.RunState is RunState.NotRunnable)
            throw new HarnessException($"The suite can't be loaded: {loaded.Properties.Get(PropertyNames.SkipReason)}");

        // 3. The call blocks until the last scenario is over.
        var result = await Task.Factory.StartNew(
            () => runner.Run(TestListener.NULL, new SelectedCases(ids)),
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

        // 4. A case that NUnit itself refused has left no result: it must not be missing in silence.
        if (session.Stopped) return;
        var delivered = session.Delivered.Select(entry => (entry.Proxy, entry.Result.Requirement.Id)).ToHashSet();
        foreach (var refused in Leaves(result)) DeliverRefused(refused, delivered);
    }

    // No more than a part of the workers: NUnit doesn't get them back.
    private List<(string ProxyName, ScenarioCase Scenario)> Early() =>
    [
        .. ScenarioCatalogue.Of(suite).Cases
            .Where(scenario => scenario.Requirement.Lengthy && ids.Contains(scenario.Requirement.Id))
            .SelectMany(_ => session.Proxies, (scenario, proxy) => (proxy.Name, scenario))
            .Take(workers / 4),
    ];

    private void DeliverRefused(ITestResult refused, HashSet<(string, string)> delivered)
    {
        if (refused.Test.Properties.Get(RequirementAttribute.IdProperty) is not string id) return;
        var proxyName = (string)FixtureOf(refused.Test).Arguments[0]!;
        if (delivered.Contains((proxyName, id))) return;
        var requirement = ScenarioCatalogue.Of(suite).Find(id)!.Requirement;
        session.Deliver(proxyName, new(
            requirement, Verdict.HarnessError, "harness", $"NUnit did not run it: {refused.Message}", TimeSpan.Zero, [])
        {
            Detail = refused.StackTrace ?? "",
        });
    }

    private static ITest FixtureOf(ITest test) => test is TestFixture ? test : FixtureOf(test.Parent!);

    private static IEnumerable<ITestResult> Leaves(ITestResult result) =>
        result.Test.IsSuite ? result.Children.SelectMany(Leaves) : [result];
}
