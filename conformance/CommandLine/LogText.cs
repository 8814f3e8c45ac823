using System.Text;
using System.Text.RegularExpressions;

namespace ConformanceKit.CommandLine;

/// <summary>
/// Output that ends up in the log of a CI job: whatever a proxy sent, no line of it is a command to the CI system. Only
/// <see cref="Command"/> writes one. The job need not be visible from here, as in a container, so this holds everywhere.
/// </summary>
/// <param name="inner">Where it goes.</param>
internal sealed partial class LogText(TextWriter inner) : TextWriter(inner.FormatProvider)
{
    private readonly Lock _gate = new();
    private readonly StringBuilder _line = new();

    /// <inheritdoc/>
    public override Encoding Encoding => inner.Encoding;

    /// <inheritdoc/>
    public override void Write(char value) => Append([value]);

    /// <inheritdoc/>
    public override void Write(char[] buffer, int index, int count) => Append(buffer.AsSpan(index, count));

    /// <inheritdoc/>
    public override void Write(string? value) => Append(value);

    /// <summary>Writes a line as it is, for the CI system to act upon.</summary>
    public void Command(string line)
    {
        lock (_gate)
        {
            Release(_line.Length);
            inner.WriteLine(line);
        }
    }

    /// <summary>Writes what is redrawn in its line: it begins with a carriage return, and the line does not end.</summary>
    public void Redraw(string line)
    {
        lock (_gate)
        {
            Release(_line.Length);
            inner.Write(AsText(line));
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        lock (_gate)
            Release(_line.Length);
        base.Dispose(disposing);
    }

    // A command is recognised by its line, so only whole lines are written.
    private void Append(ReadOnlySpan<char> text)
    {
        lock (_gate)
        {
            _line.Append(text);
            if (text.LastIndexOf('\n') is >= 0 and var end)
                Release(_line.Length - text.Length + end + 1);
        }
    }

    private void Release(int length)
    {
        // What cannot be written is not tried again.
        var lines = _line.ToString(0, length);
        _line.Remove(0, length);
        inner.Write(AsText(lines));
    }

    // In each, one character is written as its number, as characters that do not print are.
    private static string AsText(string lines)
    {
        // 1. GitHub: two colons at the beginning of a line, after blanks. A carriage return begins a line, too.
        lines = Colons().Replace(lines, @"$1\x3A");

        // 2. Azure Pipelines, and older commands of GitHub: "##vso[", "##[", anywhere.
        lines = Hashes().Replace(lines, @"#\x23");

        // 3. GitLab: the marks of a section, anywhere.
        return Sections().Replace(lines, @"$1\x3A");
    }

    [GeneratedRegex(@"((?:^|\r)[^\S\r\n]*):(?=:)", RegexOptions.Multiline)]
    private static partial Regex Colons();

    [GeneratedRegex(@"##(?=\w*\[)")]
    private static partial Regex Hashes();

    [GeneratedRegex("(section_(?:start|end)):")]
    private static partial Regex Sections();
}
