using System.Text.Json;

namespace ConformanceKit.Model;

/// <summary>Says what is wrong with a JSON file that a person wrote: the serializer's own sentences name .NET types.</summary>
internal static class JsonFault
{
    /// <summary>What is wrong and where, without a full stop.</summary>
    /// <param name="fault">What the serializer said.</param>
    public static string Words(JsonException fault)
    {
        const string missing = "missing required properties including: ";
        var text = fault.Message.Split(" Path:")[0].Replace('\n', ' ').TrimEnd('.', ' ');
        var what = text.IndexOf(missing, StringComparison.Ordinal) is >= 0 and var at
            ? $"it lacks {text[(at + missing.Length)..]}"
            : text.Contains("ConformanceKit.", StringComparison.Ordinal) || text.Contains("System.", StringComparison.Ordinal)
            ? "a value is of the wrong kind"
            : text;
        return fault.Path is { } place && !what.Contains(place, StringComparison.Ordinal) ? $"{what} ({place})" : what;
    }
}
