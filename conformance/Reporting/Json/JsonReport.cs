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
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
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
            var where = fault.Path is { } place && !fault.Message.Contains(place, StringComparison.Ordinal) ? $" ({place})." : "";
            throw new UsageException($"{path} is not a report: {fault.Message.ReplaceLineEndings(" ")}{where} {Expected}");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{path} cannot be read: {fault.Message}");
        }
    }
}
