using System.Globalization;
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

    /// <summary>Writes any value piece by piece: a report with its evidence can be too large for one text.</summary>
    public static void Write<T>(T value, Stream stream)
    {
        JsonSerializer.Serialize(stream, value, s_json);
        stream.WriteByte((byte)'\n');
    }

    /// <summary>Reads a saved report. Its evidence stays in the file until it is enumerated.</summary>
    /// <param name="path">The file.</param>
    /// <param name="keep">Whether to keep the evidence in memory, because something will be written to the file.</param>
    /// <exception cref="UsageException">The file cannot be read or is not a report of a known schema.</exception>
    public static Report Read(string path, bool keep = false)
    {
        if (Directory.Exists(path))
            throw new UsageException($"{path} is a directory; name a file that 'run --json' wrote.");
        var file = Open(path, keep);
        var json = file.Read(0, file.Length);
        CheckSchema(path, json);
        try
        {
            var report = JsonSerializer.Deserialize<Report>(json, s_json)!;
            return ReportCheck.Fault(report) is { } fault
                ? throw new UsageException($"{path} is not a report: {fault}. {Expected}")
                : EvidenceIn(file, report);
        }
        catch (JsonException fault)
        {
            throw new UsageException(
                $"{path} is not a report: {(IsJson(json) ? JsonFault.Words(fault) : "it is not JSON")}. {Expected}");
        }
    }

    // Of a file that is no report, the version is the first thing to look at: only a known one says what else to expect.
    private static void CheckSchema(string path, ReadOnlySpan<byte> json)
    {
        var schema = SchemaOf(json);
        if (schema is null)
        {
            throw new UsageException(IsJson(json)
                ? $"{path} is not a report: it has no schemaVersion. {Expected}"
                : $"{path} is not a report: it is not JSON. {Expected}");
        }
        if (schema != Report.CurrentSchema)
        {
            throw new UsageException(string.Create(CultureInfo.InvariantCulture,
                $"{path} has schema version {schema}; this program reads version {Report.CurrentSchema}."));
        }
    }

    private static double? SchemaOf(ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                return null;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isVersion = reader.ValueTextEquals("schemaVersion"u8);
                if (isVersion && reader.Read())
                    return reader.TokenType == JsonTokenType.Number ? reader.GetDouble() : null;
                reader.Skip();
            }
            return null;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            // Not JSON, or a name that is no text, such as half a surrogate pair.
            return null;
        }
    }

    private static bool IsJson(ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json);
            while (reader.Read())
            {
            }
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static Report EvidenceIn(SavedFile file, Report report) => report with
    {
        Proxies =
        [
            .. report.Proxies.Select(proxy => proxy with
            {
                Scenarios =
                [
                    .. proxy.Scenarios.Select(
                        scenario => scenario with { Evidence = ((SavedEvidence)scenario.Evidence).In(file) }),
                ],
            }),
        ],
    };

    private static SavedFile Open(string path, bool keep)
    {
        try
        {
            return new(path, keep);
        }
        catch (Exception fault) when (FileFault.Explains(fault))
        {
            throw new UsageException($"{path}: {FileFault.Of(path, fault)}. {Expected}");
        }
    }
}
