using System.Collections.Concurrent;
using System.Reflection;
using ConformanceKit.Clients;
using ConformanceKit.Model;
using ConformanceKit.Running.Cases;
using ConformanceKit.UnderTest;

namespace ConformanceKit.Mutants;

/// <summary>Every mutant of a suite, including the kit's own.</summary>
internal sealed class MutantCatalogue
{
    private static readonly ConcurrentDictionary<Assembly, MutantCatalogue> s_known = new();

    private readonly SortedDictionary<string, Mutant> _byName = new(StringComparer.Ordinal);
    private readonly List<string> _costly;
    private readonly List<PostponedAttribute> _postponed;

    private MutantCatalogue(Assembly suite)
    {
        Suite = suite;
        _costly = [.. suite.GetCustomAttributes<CostlyAttribute>().SelectMany(attribute => attribute.Patterns)];
        _postponed = [.. suite.GetCustomAttributes<PostponedAttribute>()];
        Add(new(Mutant.None, "nothing: the unmodified reference inside the machinery of a mutant", NoFlaw));
        Add(new(Mutant.NoneOfClients, "nothing: the client that does what the RFCs say", () => new Flaw())
        {
            ClientSteps = () => new(),
        });
        var methods = new[] { typeof(MutantCatalogue).Assembly, suite }.Distinct()
            .SelectMany(assembly => assembly.GetTypes())
            .SelectMany(type =>
                type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly));
        foreach (var method in methods)
        {
            if (method.GetCustomAttribute<MutantAttribute>() is { } attribute)
                Add(Read(method, attribute));
        }
        foreach (var mutant in Mutants.ToList())
        {
            foreach (var protocol in ListenerNames.Through.Keys)
                AddThrough(mutant, protocol);
        }
    }

    /// <summary>The suite.</summary>
    public Assembly Suite { get; }

    /// <summary>All mutants, sorted by name.</summary>
    public IReadOnlyCollection<Mutant> Mutants => _byName.Values;

    /// <summary>The mutants of a suite, which are read once.</summary>
    /// <exception cref="HarnessException">A declaration is wrong.</exception>
    public static MutantCatalogue Of(Assembly suite) => s_known.GetOrAdd(suite, static assembly => new(assembly));

    /// <summary>The mutant with a name, or null.</summary>
    public Mutant? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>The client with a mutant's name.</summary>
    /// <exception cref="UsageException">There is none, or it is a proxy.</exception>
    public ClientUnderTest NamedClient(string name) => Named(name).CreateClient()
        ?? throw new UsageException($"'{KnownProxies.MutantPrefix}{name}' is a proxy: grade it with 'run'.");

    /// <summary>The mutant with a name.</summary>
    /// <exception cref="UsageException">There is none.</exception>
    public Mutant Named(string name) => Find(name) ?? throw new UsageException(
        $"There is no mutant '{name}'; 'mutants --list' shows them "
        + $"all.{Closest.Hint(name, Mutants.Select(mutant => mutant.Name))}");

    /// <summary>The mutants that are made to break a scenario, or to make it record something else.</summary>
    public IReadOnlyList<Mutant> ThatBreak(string id) => [.. Mutants.Where(mutant => mutant.IsMadeFor(id))];

    /// <summary>Whether a scenario is run only on mutants that name it.</summary>
    public bool IsCostly(string id) => _costly.Any(pattern => Mutant.Matches(pattern, id));

    /// <summary>Why a scenario is run only with <c>--nightly</c>, or null if it is always run.</summary>
    public string? Postpones(string id) => _postponed.Find(entry => Mutant.Matches(entry.Pattern, id))?.Reason;

    // Every leg is split into messages or frames and relayed, but nothing is changed.
    private static Flaw NoFlaw() => Enum.GetValues<Leg>()
        .Aggregate(new Flaw().Everywhere(), (flaw, leg) => flaw.Heads(leg, (_, _) => Task.CompletedTask));

    private Mutant Read(MethodInfo method, MutantAttribute attribute)
    {
        if (!(method.ReturnType == typeof(Flaw) || method.ReturnType == typeof(ClientSteps)) || method.GetParameters().Length > 0)
        {
            throw new HarnessException(
                $"{method.DeclaringType?.Name}.{method.Name}: a mutant is a method without parameters that returns "
                + $"{nameof(Flaw)} or {nameof(ClientSteps)}.");
        }

        var ofClient = method.ReturnType == typeof(ClientSteps);
        return new(attribute.Name, attribute.Breaks, ofClient ? () => new Flaw() : method.CreateDelegate<Func<Flaw>>())
        {
            ClientSteps = ofClient ? method.CreateDelegate<Func<ClientSteps>>() : null,
            IsNullProxy = attribute is NullProxyAttribute or NullClientAttribute,
            Kills = [.. method.GetCustomAttributes<KillsAttribute>()
                .SelectMany(kill => IdsOf(kill.Id).Select(id => new KillsAttribute(id, kill.ReasonId)))],
            Records =
                [.. method.GetCustomAttributes<RecordsAttribute>()
                    .SelectMany(record => IdsOf(record.Id).Select(id => new RecordsAttribute(id, record.Text)))],
            Related = [.. method.GetCustomAttributes<RelatedAttribute>().SelectMany(related => related.Patterns)],
        };
    }

    // A case that is checked through something else must be broken by the flaw that breaks it in cleartext.
    private void AddThrough(Mutant mutant, string protocol)
    {
        var cases = ScenarioCatalogue.Of(Suite);
        var kills = mutant.Kills.Select(kill => new KillsAttribute(Requirement.IdThrough(kill.Id, protocol), kill.ReasonId))
            .Where(kill => cases.Find(kill.Id)?.Requirement.Through == protocol).ToList();
        var records = mutant.Records
            .Select(record => new RecordsAttribute(Requirement.IdThrough(record.Id, protocol), record.Text))
            .Where(record => cases.Find(record.Id)?.Requirement.Through == protocol).ToList();
        if (kills.Count + records.Count == 0 || !mutant.CreateFlaw().CanBeMoved(protocol))
            return;
        Add(new(
            $"{mutant.Name}-through-{protocol}",
            $"{mutant.Breaks}, if the client speaks {protocol.ToUpperInvariant()} to it",
            () => mutant.CreateFlaw().Through(protocol))
        {
            Kills = kills,
            Records = records,
        });
    }

    // The scenario with that id; if there is none, those of the row in cleartext, or those of them that the pattern matches. A
    // name that matches nothing is kept, so that Add reports it.
    private IEnumerable<string> IdsOf(string name)
    {
        var cases = ScenarioCatalogue.Of(Suite);
        if (cases.Find(name) is not null)
            return [name];
        return cases.Cases.Select(scenario => scenario.Requirement)
            .Where(requirement => requirement.Through is null && Mutant.Matches(name, requirement.Id))
            .Select(requirement => requirement.Id).DefaultIfEmpty(name);
    }

    private void Add(Mutant mutant)
    {
        if (!_byName.TryAdd(mutant.Name, mutant))
            throw new HarnessException($"Two mutants have the name '{mutant.Name}'.");

        // A name that matches nothing would be a hole that goes unnoticed.
        var ids = ScenarioCatalogue.Of(Suite).Cases.Select(scenario => scenario.Requirement.Id).ToList();
        string[] named = [.. mutant.Kills.Select(kill => kill.Id), .. mutant.Records.Select(record => record.Id),
            .. mutant.Related];
        if (named.FirstOrDefault(pattern => !ids.Any(id => Mutant.Matches(pattern, id))) is { } unknown)
            throw new HarnessException($"The mutant '{mutant.Name}' names '{unknown}', which is not a scenario.");
        if (mutant.Kills.FirstOrDefault(kill => !ReasonIds.All.Contains(kill.ReasonId)) is { } kill)
            throw new HarnessException($"The mutant '{mutant.Name}' names the reason '{kill.ReasonId}', which does not exist.");
    }
}
