using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using ConformanceKit.Model;

namespace ConformanceKit.Running.Catalogue;

/// <summary>
/// One of the files that make up a suite's catalogue: any resource in its assembly whose name ends in <c>catalogue.json</c>. A
/// suite has one for each group, beside the group's scenarios, or a single one for all of them: the shape is the same.
/// </summary>
/// <param name="SchemaVersion">The version of that shape.</param>
/// <param name="Groups">Groups, each with all its rows.</param>
/// <param name="Order">The names of all groups in the order of lists and reports; at most one slice of a suite has it.</param>
/// <param name="Profiles">Ways of grading that the suite offers.</param>
/// <param name="Through">What all cases depend on that are checked through something else than cleartext
/// (<see cref="CatalogueRow.Through"/>): the id of a scenario; at most one slice of a suite has it.</param>
internal sealed record CatalogueSlice(
    int SchemaVersion,
    IReadOnlyList<CatalogueGroup>? Groups = null,
    IReadOnlyList<string>? Order = null,
    IReadOnlyList<CatalogueProfile>? Profiles = null,
    IReadOnlyDictionary<string, string>? Through = null)
{
    /// <summary>How the name of a slice ends.</summary>
    public const string FileName = "catalogue.json";

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    /// <summary>Which file of which assembly it is; messages about its faults name it.</summary>
    [JsonIgnore]
    public string Where { get; init; } = FileName;

    /// <summary>All slices of a suite, by name.</summary>
    /// <exception cref="HarnessException">The suite has none, or one cannot be read.</exception>
    public static IReadOnlyList<CatalogueSlice> AllOf(Assembly suite)
    {
        var slices = suite.GetManifestResourceNames()
            .Where(name => name.EndsWith(FileName, StringComparison.Ordinal)).Order(StringComparer.Ordinal)
            .Select(name => Read(suite, name)).ToList();
        return slices.Count > 0 ? slices : throw new HarnessException(
            $"The assembly {suite.GetName().Name} has no embedded resource {FileName}, which holds the clauses and levels.");
    }

    /// <summary>Reads a slice.</summary>
    /// <param name="where">Which it is.</param>
    /// <param name="json">Its text.</param>
    /// <exception cref="HarnessException">It cannot be read.</exception>
    public static CatalogueSlice Read(string where, Stream json)
    {
        try
        {
            var slice = JsonSerializer.Deserialize<CatalogueSlice>(json, s_json)
                ?? throw new HarnessException($"{where} is empty.");
            return slice with { Where = where };
        }
        catch (JsonException fault)
        {
            throw new HarnessException($"{where} cannot be read: {fault.Message}", fault);
        }
    }

    private static CatalogueSlice Read(Assembly suite, string name)
    {
        using var json = suite.GetManifestResourceStream(name)!;
        return Read($"{name} of {suite.GetName().Name}", json);
    }
}

/// <summary>A <see cref="Profile"/> as a slice defines it.</summary>
/// <param name="Name">The name on the command line.</param>
/// <param name="Summary">What the profile softens.</param>
/// <param name="Level">How strongly its rows bind under it, in the word of a row.</param>
/// <param name="Rows">The ids of its rows.</param>
internal sealed record CatalogueProfile(string Name, string Summary, string Level, IReadOnlyList<string> Rows);
