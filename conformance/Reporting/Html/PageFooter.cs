using System.Globalization;
using System.Text.Json;

namespace ConformanceKit.Reporting.Html;

/// <summary>The footer of every page: which program made it from which run.</summary>
internal static class PageFooter
{
    /// <summary>The footer for a report.</summary>
    public static Html Of(Report report)
    {
        var startedAt = report.StartedAt.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
        var took = Durations.Seconds(report.DurationMs);
        var settings = Settings(JsonSerializer.SerializeToElement(report.Settings));
        return Html.Of(
            $"""
            <footer>
            <p>ConformanceKit {report.Tool.Version}, run of {startedAt} UTC, {took}{Interruption(report)}</p>
            <details><summary>Settings</summary><dl class="settings">{settings}</dl></details>
            </footer>
            """);
    }

    private static Html Interruption(Report report) => Html.If(report.Interrupted, $", <strong>interrupted</strong>");

    // A setting is a number, a word, a list, or a set of named settings, such as the waits.
    private static IEnumerable<Html> Settings(JsonElement settings)
    {
        foreach (var setting in settings.EnumerateObject())
        {
            yield return Html.Of($"<div><dt>{setting.Name}</dt><dd>{Text(setting.Value)}</dd></div>");
        }
    }

    private static string Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => string.Join(", ", value.EnumerateObject().Select(entry => $"{entry.Name} {Text(entry.Value)}")),
        JsonValueKind.Array => value.GetArrayLength() == 0 ? "–" : string.Join(", ", value.EnumerateArray().Select(Text)),
        _ => value.ToString(),
    };
}
