namespace ConformanceKit.Scenarios.Tests.Manners;

/// <summary>Whether a text is nothing but text to whoever shows it.</summary>
internal static class SoundText
{
    /// <summary>The lines that control a terminal, or that a CI system takes for a command.</summary>
    public static IEnumerable<string> Problems(string text) => text.Split('\n').Select(line => line.TrimEnd('\r')).Where(line =>
        line.Any(character => char.IsControl(character) && character != '\t')
        || line.TrimStart().StartsWith("::", StringComparison.Ordinal)
        || line.Contains("##vso[", StringComparison.Ordinal)
        || line.Contains("##[", StringComparison.Ordinal)
        || line.Contains('\u202e', StringComparison.Ordinal));
}
