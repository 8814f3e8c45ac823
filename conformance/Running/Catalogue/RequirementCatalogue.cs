using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json;
using ConformanceKit.Model;

namespace ConformanceKit.Running.Catalogue;

/// <summary>
/// What a suite sets out to check: the file <c>catalogue.json</c> inside its assembly. It is the source of every requirement's
/// clause and level; the scenarios only name their row. A row that no scenario checks says why.
/// </summary>
internal sealed class RequirementCatalogue
{
    /// <summary>The name under which the assembly embeds the file.</summary>
    public const string FileName = "catalogue.json";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
    };

    private static readonly ConcurrentDictionary<Assembly, RequirementCatalogue> Known = new();

    private readonly Dictionary<string, CatalogueRow> rows = new(StringComparer.Ordinal);

    private RequirementCatalogue(string where, CatalogueFile file)
    {
        Groups = file.Groups;
        Profiles = [Profile.Default, .. (file.Profiles ?? []).Select(profile => ToProfile(where, profile))];
        foreach (var row in file.Groups.SelectMany(group => group.Rows))
        {
            if (!rows.TryAdd(row.Id, row)) throw new HarnessException($"{where}: two rows have the id '{row.Id}'.");
            if (VerdictNames.LevelOf(row.Level) is null) throw new HarnessException($"{where}: '{row.Id}' has the unknown level '{row.Level}'.");
        }
        if (Profiles.SelectMany(profile => profile.Rows).FirstOrDefault(id => !rows.ContainsKey(id)) is { } unknown)
            throw new HarnessException($"{where}: a profile names the row '{unknown}', which doesn't exist.");
    }

    /// <summary>The groups in the order of the file.</summary>
    public IReadOnlyList<CatalogueGroup> Groups { get; }

    /// <summary>The ways of grading that the suite offers, the default one first.</summary>
    public IReadOnlyList<Profile> Profiles { get; }

    /// <summary>All rows in the order of the file.</summary>
    public IEnumerable<CatalogueRow> Rows => Groups.SelectMany(group => group.Rows);

    /// <summary>The catalogue of an assembly; read once.</summary>
    /// <exception cref="HarnessException">The assembly has none, or it is not valid.</exception>
    public static RequirementCatalogue Of(Assembly assembly) => Known.GetOrAdd(assembly, Read);

    /// <summary>The row that a scenario's id belongs to, or null.</summary>
    /// <param name="id"><c>group/row</c>, or <c>group/row/input</c>.</param>
    public CatalogueRow? Find(string id) => rows.GetValueOrDefault(Requirement.RowOf(id));

    internal static RequirementCatalogue Parse(string where, Stream json)
    {
        try
        {
            return new(where, JsonSerializer.Deserialize<CatalogueFile>(json, Json) ?? throw new HarnessException($"{where} is empty."));
        }
        catch (JsonException fault)
        {
            throw new HarnessException($"{where} can't be read: {fault.Message}", fault);
        }
    }

    private static RequirementCatalogue Read(Assembly assembly)
    {
        var where = $"{FileName} of {assembly.GetName().Name}";
        using var json = assembly.GetManifestResourceStream(FileName)
            ?? throw new HarnessException($"The assembly {assembly.GetName().Name} has no embedded resource {FileName}: "
                + "a suite's clauses and levels stand there.");
        return Parse(where, json);
    }

    private static Profile ToProfile(string where, ProfileRow profile) => new(
        profile.Name,
        profile.Summary,
        VerdictNames.LevelOf(profile.Level)
            ?? throw new HarnessException($"{where}: the profile '{profile.Name}' has the unknown level '{profile.Level}'."),
        profile.Rows);

    private sealed record CatalogueFile(int SchemaVersion, IReadOnlyList<CatalogueGroup> Groups, IReadOnlyList<ProfileRow>? Profiles = null);

    private sealed record ProfileRow(string Name, string Summary, string Level, IReadOnlyList<string> Rows);
}
