using System.Text.Json;
using FluentAssertions;

namespace ConformanceKit.Scenarios.Tests.Image;

/// <summary>What a report on the volume says about its one proxy.</summary>
/// <param name="Shard">The settings' shard: one text, or a list if the report was joined.</param>
/// <param name="Results">The verdict and the reason id of each case.</param>
internal sealed record GradedProxy(string Shard, IReadOnlyDictionary<string, string> Results)
{
    /// <summary>Reads a report.</summary>
    /// <param name="path">Its path inside the containers.</param>
    public static async Task<GradedProxy> ReadAsync(string path)
    {
        var file = await RunnerImage.ExecuteAsync("cat", path);
        file.ExitCode.Should().Be(0, file.Error);
        using var report = JsonDocument.Parse(file.Output);
        var cases = report.RootElement.GetProperty("proxies").EnumerateArray().Single().GetProperty("scenarios");
        return new(
            report.RootElement.GetProperty("settings").GetProperty("shard").ToString(),
            cases.EnumerateArray().ToDictionary(
                one => Text(one, "id"), one => $"{Text(one, "verdict")} {Text(one, "reasonId")}".TrimEnd()));
    }

    private static string Text(JsonElement one, string field) => one.GetProperty(field).GetString()!;
}
