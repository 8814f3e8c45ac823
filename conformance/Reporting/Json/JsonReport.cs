using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using ConformanceKit.Evidence;
using ConformanceKit.Model;

namespace ConformanceKit.Reporting.Json;

/// <summary>The report as JSON.</summary>
internal static class JsonReport
{
    private static readonly JsonSerializerOptions s_json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Converters = { new JsonStringEnumConverter<Verdict>(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false),
            new EvidenceConverter() },
    };

    private const string Expected = "Name a file that 'run --json' wrote.";

    /// <summary>Writes any value in the notation of the report.</summary>
    public static string Write<T>(T value) => JsonSerializer.Serialize(value, s_json) + "\n";

    /// <summary>Reads a saved report.</summary>
    /// <exception cref="UsageException">The file cannot be read or is not a report of a known schema.</exception>
    public static Report Read(string path)
    {
        if (Directory.Exists(path))
            throw new UsageException($"{path} is a directory; name a file that 'run --json' wrote.");
        try
        {
            using var document = Parse(path);
            if (document.RootElement.ValueKind != JsonValueKind.Object
                || !document.RootElement.TryGetProperty("schemaVersion", out var schema)
                || schema.ValueKind != JsonValueKind.Number)
            {
                throw new UsageException($"{path} is not a report: it has no schemaVersion. {Expected}");
            }

            if (schema.GetDouble() != Report.CurrentSchema)
            {
                throw new UsageException(
                    $"{path} has schema version {schema}; this program reads version {Report.CurrentSchema}.");
            }

            var report = document.Deserialize<Report>(s_json)!;
            return ReportCheck.Fault(report) is { } fault
                ? throw new UsageException($"{path} is not a report: {fault}. {Expected}")
                : report;
        }
        catch (JsonException fault)
        {
            throw new UsageException($"{path} is not a report: {Words(fault)}. {Expected}");
        }
    }

    // The serializer's own sentences name .NET types.
    private static string Words(JsonException fault)
    {
        const string missing = "missing required properties including: ";
        var text = fault.Message.Split(" Path:")[0].ReplaceLineEndings(" ").TrimEnd('.');
        var what = text.IndexOf(missing, StringComparison.Ordinal) is >= 0 and var at
            ? $"it lacks {text[(at + missing.Length)..]}"
            : text.Contains("ConformanceKit.", StringComparison.Ordinal) || text.Contains("System.", StringComparison.Ordinal)
            ? "a value is of the wrong kind"
            : text;
        return fault.Path is { } place && !what.Contains(place, StringComparison.Ordinal) ? $"{what} ({place})" : what;
    }

    private static JsonDocument Parse(string path)
    {
        try
        {
            return JsonDocument.Parse(File.ReadAllBytes(path));
        }
        catch (JsonException)
        {
            throw new UsageException($"{path} is not a report: it is not JSON. {Expected}");
        }
        catch (Exception fault) when (FileFault.Explains(fault))
        {
            throw new UsageException($"{path}: {FileFault.Of(path, fault)}. {Expected}");
        }
    }
}
