using System.Reflection;
using ConformanceKit.Model;

namespace ConformanceKit.ScriptedProxies;

/// <summary>
/// Every behaviour of a suite, by name: what its static properties of the types <see cref="Behaviour"/> and list of
/// <see cref="Behaviour"/> hold.
/// </summary>
internal sealed class BehaviourCatalogue
{
    private readonly SortedDictionary<string, Behaviour> _byName = new(StringComparer.Ordinal);

    private BehaviourCatalogue(Assembly suite)
    {
        const BindingFlags anyStatic =
            BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        foreach (var behaviour in suite.GetTypes().SelectMany(type => type.GetProperties(anyStatic)).SelectMany(In))
        {
            if (!_byName.TryAdd(behaviour.Name, behaviour))
                throw new HarnessException($"Two behaviours have the name '{behaviour.Name}'.");
        }
    }

    /// <summary>All of them, sorted by name.</summary>
    public IReadOnlyCollection<Behaviour> All => _byName.Values;

    /// <summary>The behaviours of a suite.</summary>
    /// <param name="suite">Its assembly.</param>
    /// <exception cref="HarnessException">Two of them have the same name.</exception>
    public static BehaviourCatalogue Of(Assembly suite) => new(suite);

    /// <summary>The one with a name, or null.</summary>
    /// <param name="name">The name.</param>
    public Behaviour? Find(string name) => _byName.GetValueOrDefault(name);

    private static IReadOnlyList<Behaviour> In(PropertyInfo property) =>
        property.PropertyType == typeof(Behaviour) ? [(Behaviour)property.GetValue(null)!]
        : property.PropertyType == typeof(IReadOnlyList<Behaviour>) ? (IReadOnlyList<Behaviour>)property.GetValue(null)!
        : [];
}
