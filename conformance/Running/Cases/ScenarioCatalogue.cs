using System.Collections.Concurrent;
using System.Reflection;
using ConformanceKit.Model;
using ConformanceKit.Running.Authoring;

namespace ConformanceKit.Running.Cases;

/// <summary>Every case of a suite's assembly, by id.</summary>
internal sealed class ScenarioCatalogue
{
    private static readonly ConcurrentDictionary<Assembly, ScenarioCatalogue> s_known = new();

    private readonly SortedDictionary<string, ScenarioCase> _byId = new(StringComparer.Ordinal);

    private ScenarioCatalogue(Assembly assembly)
    {
        var methods = assembly.GetTypes()
            .Where(type => typeof(Scenario).IsAssignableFrom(type) && !type.IsAbstract)
            .SelectMany(type => type.GetMethods());
        foreach (var scenario in methods.SelectMany(ScenarioCase.Of))
        {
            if (!_byId.TryAdd(scenario.Requirement.Id, scenario))
                throw new HarnessException($"Two scenarios have the id '{scenario.Requirement.Id}'.");
        }
        foreach (var scenario in _byId.Values)
            CheckDependencies(scenario);
    }

    /// <summary>All cases, sorted by id.</summary>
    public IReadOnlyCollection<ScenarioCase> Cases => _byId.Values;

    /// <summary>The catalogue of an assembly; read once.</summary>
    /// <exception cref="HarnessException">The assembly's scenarios contradict each other.</exception>
    public static ScenarioCatalogue Of(Assembly assembly) => s_known.GetOrAdd(assembly, static assembly => new(assembly));

    /// <summary>The case with an id, or null.</summary>
    public ScenarioCase? Find(string id) => _byId.GetValueOrDefault(id);

    // The scenarios in a cycle would wait for each other forever.
    private void CheckDependencies(ScenarioCase scenario)
    {
        if (scenario.Requirement.ThroughDependsOn is { } needed && !_byId.ContainsKey(needed))
            throw new HarnessException($"'{scenario.Requirement.Id}' depends on '{needed}', which does not exist.");
        var seen = new HashSet<string> { scenario.Requirement.Id };
        for (var id = scenario.Requirement.DependsOn; id is not null; id = _byId[id].Requirement.DependsOn)
        {
            if (!_byId.ContainsKey(id))
                throw new HarnessException($"'{scenario.Requirement.Id}' depends on '{id}', which does not exist.");
            if (!seen.Add(id))
                throw new HarnessException($"'{scenario.Requirement.Id}' depends on itself through '{id}'.");
        }
    }
}
