using System.Globalization;
using System.Text.RegularExpressions;

namespace ConformanceKit.Clients;

/// <summary>The head of a response as a client reads it.</summary>
/// <param name="Status">The status code.</param>
/// <param name="Fields">The field lines.</param>
public sealed partial record ClientResponse(int Status, IReadOnlyList<(string Name, string Value)> Fields)
{
    /// <summary>Whether the connection cannot be used for another request.</summary>
    public bool Closes => Find("Connection")?.Contains("close", StringComparison.OrdinalIgnoreCase) ?? false;

    /// <summary>How long the content is; null if its end is that of the connection.</summary>
    public int? Length => Find("Content-Length") is { } text
        && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var length) ? length : null;

    /// <summary>The first value of a field, or null.</summary>
    /// <param name="name">The field's name.</param>
    /// <returns>The value, or null if there is no such field.</returns>
    public string? Find(string name) =>
        Fields.FirstOrDefault(field => field.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;

    /// <summary>Reads a head (RFC 9112 §4); a bare LF ends a line too (§2.2).</summary>
    /// <param name="head">The head with its line ends.</param>
    /// <returns>The head, or null if it is not one of HTTP/1.</returns>
    internal static ClientResponse? Parse(string head)
    {
        var lines = head.Split('\n').Select(line => line.TrimEnd('\r')).ToList();
        if (StatusLine().Match(lines[0]) is not { Success: true } line)
            return null;
        var fields = lines.Skip(1).Where(field => field.Contains(':', StringComparison.Ordinal))
            .Select(field => (field[..field.IndexOf(':', StringComparison.Ordinal)],
                field[(field.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim(' ', '\t')));
        return new(int.Parse(line.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture), [.. fields]);
    }

    // The reason phrase is optional, and so is the space before it for a lenient recipient.
    [GeneratedRegex("^HTTP/1\\.[0-9] ([1-5][0-9][0-9])( .*)?$")]
    private static partial Regex StatusLine();
}
