namespace ConformanceKit.Reporting.Json;

/// <summary>The JSON Schema of the report, as it is published in the sources.</summary>
internal static class ReportSchema
{
    /// <summary>The schema's text.</summary>
    public static string Text { get; } = Read();

    private static string Read()
    {
        using var reader = new StreamReader(typeof(ReportSchema).Assembly.GetManifestResourceStream("report.schema.json")!);
        return reader.ReadToEnd();
    }
}
