using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using ConformanceKit.Model;
using ConformanceKit.UnderTest;

namespace ConformanceKit.Running.Baselines;

/// <summary>The folder with one baseline file per proxy, <c>PROXY.json</c>.</summary>
/// <param name="path">The folder; it need not exist to be read.</param>
internal sealed class BaselineFolder(string path)
{
    private static readonly JsonSerializerOptions s_json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Converters = { new JsonStringEnumConverter<Verdict>(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false) },
    };

    /// <summary>
    /// The file of a proxy. The embedded reference and the reference's image are the same program and share one.
    /// </summary>
    public string FileOf(string proxyName)
    {
        var name = ProxyCatalogue.IsReference(proxyName) ? "reference" : proxyName;
        return Path.Combine(path,
            string.Concat(name.Select(c => char.IsLetterOrDigit(c) || c is '-' or '.' or '_' ? c : '-')) + ".json");
    }

    /// <summary>The proxy's baseline, or null where it has none. The reference always has one: it passes everything.</summary>
    /// <param name="proxyName">The proxy.</param>
    /// <param name="known">Whether the suite has a scenario with an id.</param>
    /// <exception cref="UsageException">The file cannot be read or is not a baseline.</exception>
    public Baseline? Read(string proxyName, Func<string, bool> known)
    {
        var file = FileOf(proxyName);
        if (!File.Exists(file))
            return ProxyCatalogue.IsReference(proxyName) ? new("reference", "", []) : null;
        var baseline = Parse(file);
        if (baseline.Expected.GroupBy(entry => entry.Id).FirstOrDefault(same => same.Count() > 1) is { } twice)
            throw new UsageException($"{file}: '{twice.Key}' is listed twice.");
        if (baseline.Expected.FirstOrDefault(entry => !known(entry.Id)) is { } unknown)
        {
            throw new UsageException(
                $"{file}: there is no scenario '{unknown.Id}'; remove the entry, or run with --baseline update.");
        }

        return baseline;
    }

    /// <summary>
    /// The proxy's baseline as it is in the file, unknown ids included, or an empty one: what an update starts from.
    /// </summary>
    /// <exception cref="UsageException">The file cannot be read or is not a baseline.</exception>
    public Baseline ReadForUpdate(string proxyName) =>
        File.Exists(FileOf(proxyName))
            ? Parse(FileOf(proxyName))
            : new(Path.GetFileNameWithoutExtension(FileOf(proxyName)), "", []);

    /// <summary>Creates the folder, so that a run whose baseline cannot be written does not begin.</summary>
    /// <exception cref="UsageException">It cannot be created.</exception>
    public void Create()
    {
        try
        {
            Directory.CreateDirectory(path);
        }
        catch (Exception fault) when (FileFault.Explains(fault))
        {
            throw new UsageException($"--baselines {path}: {FileFault.OfDirectory(path, fault)}.");
        }
    }

    /// <summary>Writes a proxy's baseline.</summary>
    /// <exception cref="HarnessException">The file cannot be written.</exception>
    public void Write(string proxyName, Baseline baseline)
    {
        try
        {
            Directory.CreateDirectory(path);
            File.WriteAllText(FileOf(proxyName), JsonSerializer.Serialize(baseline, s_json) + "\n");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new HarnessException($"The baseline cannot be written: {fault.Message}", fault);
        }
    }

    private static Baseline Parse(string file)
    {
        try
        {
            var baseline = JsonSerializer.Deserialize<Baseline>(File.ReadAllText(file), s_json)
                ?? throw new UsageException($"{file}: not a baseline.");
            // The serializer refuses null for the list, but not in it.
            return baseline.Expected.Any(entry => entry is null)
                ? throw new UsageException($"{file}: not a baseline: an entry is null. Remove it.")
                : baseline;
        }
        catch (JsonException fault)
        {
            throw new UsageException(
                $"{file}, line {fault.LineNumber + 1}: not a baseline: {JsonFault.Words(fault)}. Correct it, or remove the file "
                + "and run with --baseline update.");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{file}: {FileFault.Of(file, fault)}.");
        }
    }
}
