using System.Globalization;
using System.Text;
using ConformanceKit.Wire;

namespace ConformanceKit.Mutants;

/// <summary>
/// The head of a message that a flaw may change. It is kept as text only, so whatever is not changed stays as it was received,
/// even if it is malformed.
/// </summary>
/// <param name="text">The head with its empty line, each character one byte.</param>
public sealed class Head(string text)
{
    private readonly string _received = text;
    private string[]? _lines;

    /// <summary>The whole head with its empty line, each character one byte; set it to empty to drop the message.</summary>
    public string Text
    {
        get;
        set => (field, _lines) = (value, null);
    } = text;

    /// <summary>The request line or status line, without its line end.</summary>
    public string StartLine
    {
        get => Lines[First].TrimEnd('\r');
        set => Replace(First, value);
    }

    /// <summary>A request's method.</summary>
    public string Method
    {
        get => Part(0);
        set => StartLine = $"{value} {Target} {Part(2)}";
    }

    /// <summary>A request's target.</summary>
    public string Target
    {
        get => Part(1);
        set => StartLine = $"{Method} {value} {Part(2)}";
    }

    /// <summary>The version, such as <c>HTTP/1.1</c>.</summary>
    public string Version
    {
        get => StartLine.StartsWith("HTTP/", StringComparison.Ordinal) ? Part(0) : Part(2);
        set => StartLine = StartLine.Replace(Version, value, StringComparison.Ordinal);
    }

    /// <summary>A response's status; 0 if there is none. Setting it removes the reason phrase.</summary>
    public int Status
    {
        get => int.TryParse(Part(1), NumberStyles.None, CultureInfo.InvariantCulture, out var status) ? status : 0;
        set => StartLine = $"{Part(0)} {value} ";
    }

    /// <summary>Whether a response's status is 2xx.</summary>
    public bool IsSuccessful => Status is >= 200 and <= 299;

    /// <summary>Whether the request is a CONNECT.</summary>
    public bool IsConnect => Method == "CONNECT";

    /// <summary>The value of the first line of a field, or null.</summary>
    /// <param name="name">Its name, in any case.</param>
    public string? Field(string name) => Values(name) is [var first, ..] ? first : null;

    /// <summary>The values of all lines of a field.</summary>
    /// <param name="name">Its name, in any case.</param>
    public IReadOnlyList<string> Values(string name) =>
        [.. FieldLines(name).Select(
            index => Lines[index][(Lines[index].IndexOf(':', StringComparison.Ordinal) + 1)..].TrimEnd('\r').TrimWhitespace())];

    /// <summary>Adds a field line after the last one.</summary>
    /// <param name="line">The line without its line end, for instance <c>X-Foo: 1</c>.</param>
    public void Add(string line)
    {
        var end = Text.TrimEnd('\r', '\n').Length;
        Text = $"{Text[..end]}\r\n{line}{(end < Text.Length ? Text[end..] : "\r\n\r\n")}";
    }

    /// <summary>Removes every line of a field.</summary>
    /// <param name="name">Its name, in any case.</param>
    public void Remove(string name)
    {
        var gone = FieldLines(name);
        Text = string.Join('\n', Lines.Where((_, index) => !gone.Contains(index)));
    }

    /// <summary>Leaves a field with one line, in place of its first one or, if it has none, after the last line.</summary>
    /// <param name="name">Its name, in any case.</param>
    /// <param name="value">The value.</param>
    public void Set(string name, string value)
    {
        var lines = FieldLines(name);
        if (lines.Count == 0)
        {
            Add($"{name}: {value}");
            return;
        }
        Replace(lines[0], $"{name}: {value}");
        Text = string.Join('\n', Lines.Where((_, index) => !lines.Skip(1).Contains(index)));
    }

    /// <summary>A copy of the head as it was received.</summary>
    internal Head AsReceived() => new(_received);

    /// <summary>Reads a head's bytes.</summary>
    internal static Head Of(ReadOnlySpan<byte> bytes) => new(Encoding.Latin1.GetString(bytes));

    /// <summary>The bytes.</summary>
    internal byte[] ToBytes() => Encoding.Latin1.GetBytes(Text);

    // Cached until the text changes, because flaws read one field after the other.
    private string[] Lines => _lines ??= Text.Split('\n');

    private int First => Math.Max(0, Array.FindIndex(Lines, line => line.TrimEnd('\r').Length > 0));

    private string Part(int index) => StartLine.Split(' ', 3) is var parts && index < parts.Length ? parts[index] : "";

    private List<int> FieldLines(string name)
    {
        var afterFirst = First + 1;
        return [.. Enumerable.Range(afterFirst, Lines.Length - afterFirst)
            .Where(index => FieldLine.Parse(Encoding.Latin1.GetBytes(Lines[index].TrimEnd('\r'))).Is(name))];
    }

    private void Replace(int index, string line)
    {
        var replaced = line + (Lines[index].EndsWith('\r') ? "\r" : "");
        Text = string.Join('\n', Lines.Select((old, at) => at == index ? replaced : old));
    }
}
