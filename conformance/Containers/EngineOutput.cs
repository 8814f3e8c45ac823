using System.Text.RegularExpressions;
using Docker.DotNet.Models;

namespace ConformanceKit.Containers;

/// <summary>What the engine says while it pulls or builds an image. Safe for concurrent use.</summary>
/// <param name="progress">Called with how far it has got.</param>
internal sealed partial class EngineOutput(Action<string> progress) : IProgress<JSONMessage>
{
    private readonly Lock _gate = new();
    private readonly List<string> _lines = [];

    /// <summary>The id of the image that was built, or null.</summary>
    public string? ImageId { get; private set; }

    /// <summary>Why it failed, or null.</summary>
    public string? Error { get; private set; }

    /// <summary>The last lines together.</summary>
    /// <param name="count">How many.</param>
    public string Tail(int count)
    {
        lock (_gate)
            return string.Join(Environment.NewLine, _lines.TakeLast(count));
    }

    /// <inheritdoc/>
    public void Report(JSONMessage value)
    {
        lock (_gate)
        {
            if (value.Aux?.ExtensionData?.TryGetValue("ID", out var id) == true)
                ImageId = id.ToString();
            if (value.Error?.Message is { } error)
                Error = error;
            var text = value.Error?.Message ?? value.Stream ?? (value.Progress is null ? value.Status : null) ?? "";
            _lines.AddRange(Colour().Replace(text, "").Split('\n').Select(line => line.TrimEnd()).Where(line => line.Length > 0));
        }

        if (value.Stream is { } line && Step().Match(line) is { Success: true } step)
            progress($"step {step.Groups["number"].Value} of {step.Groups["all"].Value}: {step.Groups["what"].Value.TrimEnd()}");
        else if (value is { ID.Length: > 0, Status.Length: > 0 })
            progress($"layer {value.ID}: {value.Status.ToLowerInvariant()}{Share(value.Progress)}");
    }

    private static string Share(JSONProgress? done) =>
        done is { Current: { } current, Total: > 0 and var total } ? $" {100 * current / total} %" : "";

    [GeneratedRegex(@"\x1b\[[0-9;]*m")]
    private static partial Regex Colour();

    [GeneratedRegex(@"^Step (?<number>\d+)/(?<all>\d+) : (?<what>.+)")]
    private static partial Regex Step();
}
