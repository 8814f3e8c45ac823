using System.Collections.Concurrent;
using System.Reflection;
using ConformanceKit.Model;
using ConformanceKit.UnderTest;

namespace ConformanceKit.Running.Catalogue;

/// <summary>
/// What a suite sets out to check: all the slices (<see cref="CatalogueSlice"/>) inside its assembly. It is the source of every
/// requirement's clause and level; the scenarios only name their row. A row that no scenario checks says why.
/// </summary>
internal sealed class RequirementCatalogue
{
    private static readonly ConcurrentDictionary<Assembly, RequirementCatalogue> s_known = new();

    private readonly Dictionary<string, CatalogueGroup> _groups = new(StringComparer.Ordinal);
    private readonly Dictionary<string, CatalogueRow> _rows = new(StringComparer.Ordinal);

    /// <summary>Makes a catalogue from its slices.</summary>
    /// <exception cref="HarnessException">A slice is not valid, or contradicts another.</exception>
    internal RequirementCatalogue(IReadOnlyList<CatalogueSlice> slices)
    {
        // 1. The groups and their rows.
        foreach (var slice in slices)
        {
            foreach (var group in slice.Groups ?? [])
                Add(slice, group);
        }

        // 2. In which order they are shown.
        Groups = Ordered(slices);

        // 3. What those that are checked through something else depend on.
        Through = slices.Select(slice => slice.Through).FirstOrDefault(through => through is not null)
            ?? new Dictionary<string, string>();
        foreach (var (id, protocol) in _rows.Values.SelectMany(row => row.Through.Keys.Select(protocol => (row.Id, protocol))))
        {
            if (!ListenerNames.Through.ContainsKey(protocol)
                || !(Through.ContainsKey(protocol) || ListenerNames.IsAlternative(protocol)))
            {
                throw new HarnessException($"'{id}' is to be checked through '{protocol}': that must be one of "
                    + $"{string.Join(", ", ListenerNames.Through.Keys)}, and 'through' of a {CatalogueSlice.FileName} must say "
                    + "what such cases depend on.");
            }
        }

        // 4. The ways of grading them.
        Profiles = [Profile.Default,
            .. slices.SelectMany(slice => (slice.Profiles ?? []).Select(profile => ToProfile(slice, profile)))];
    }

    /// <summary>The groups in the order that a slice gives, or else in the order of the slices.</summary>
    public IReadOnlyList<CatalogueGroup> Groups { get; }

    /// <summary>The ways of grading that the suite offers, the default one first.</summary>
    public IReadOnlyList<Profile> Profiles { get; }

    /// <summary>What the cases depend on that are checked through something else than cleartext: ids, by its name.</summary>
    public IReadOnlyDictionary<string, string> Through { get; }

    /// <summary>All rows, group by group.</summary>
    public IEnumerable<CatalogueRow> Rows => Groups.SelectMany(group => group.Rows);

    /// <summary>The catalogue of an assembly; read once.</summary>
    /// <exception cref="HarnessException">The assembly has none, or it is not valid.</exception>
    public static RequirementCatalogue Of(Assembly assembly) =>
        s_known.GetOrAdd(assembly, static assembly => new(CatalogueSlice.AllOf(assembly)));

    /// <summary>The row that a scenario's id belongs to, or null.</summary>
    /// <param name="id"><c>group/row</c>, or <c>group/row/input</c>.</param>
    public CatalogueRow? Find(string id) => _rows.GetValueOrDefault(Requirement.RowOf(id));

    private void Add(CatalogueSlice slice, CatalogueGroup group)
    {
        // 1. The group's default applies to each of its rows.
        group = group with { Rows = [.. group.Rows.Select(row => row with { DependsOn = row.DependsOn ?? group.DependsOn })] };

        // 2. Names can be typed in ids and filters, and are unique.
        if (group.Name.Length == 0 || group.Name.Any(c => !char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c) && c != '-'))
        {
            throw new HarnessException($"{slice.Where}: '{group.Name}' cannot be the name of a group: use lower-case letters, "
                + "digits and '-', such as acme.");
        }

        if (!_groups.TryAdd(group.Name, group))
            throw new HarnessException($"{slice.Where}: two groups have the name '{group.Name}'.");
        foreach (var row in group.Rows)
        {
            if (!_rows.TryAdd(row.Id, row))
                throw new HarnessException($"{slice.Where}: two rows have the id '{row.Id}'.");
            if (VerdictNames.LevelOf(row.Level) is null)
                throw new HarnessException($"{slice.Where}: '{row.Id}' has the unknown level '{row.Level}'.");
        }
    }

    private IReadOnlyList<CatalogueGroup> Ordered(IReadOnlyList<CatalogueSlice> slices)
    {
        // 1. At most one slice has an order.
        var ordering = slices.Where(slice => slice.Order is not null).ToList();
        if (ordering.Count == 0)
            return [.. _groups.Values];
        var slice = ordering[0];
        if (ordering.Count > 1)
            throw new HarnessException($"{ordering[1].Where}: {slice.Where} already gives the order of the groups.");

        // 2. It names each group once.
        var order = slice.Order!;
        if (order.FirstOrDefault(name => !_groups.ContainsKey(name)) is { } unknown)
            throw new HarnessException($"{slice.Where}: the order names the group '{unknown}', which does not exist.");
        if (_groups.Keys.FirstOrDefault(name => order.Count(ordered => ordered == name) != 1) is { } other)
            throw new HarnessException($"{slice.Where}: the order must name the group '{other}' exactly once.");
        return [.. order.Select(name => _groups[name])];
    }

    private Profile ToProfile(CatalogueSlice slice, CatalogueProfile profile)
    {
        if (profile.Rows.FirstOrDefault(id => !_rows.ContainsKey(id)) is { } unknown)
            throw new HarnessException($"{slice.Where}: a profile names the row '{unknown}', which does not exist.");
        var softened = VerdictNames.LevelOf(profile.Level)
            ?? throw new HarnessException(
                $"{slice.Where}: the profile '{profile.Name}' has the unknown level '{profile.Level}'.");
        return new(profile.Name, profile.Summary, softened, profile.Rows);
    }
}
