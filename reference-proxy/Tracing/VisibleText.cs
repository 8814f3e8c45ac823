using System.Globalization;
using System.Text;

namespace ConformanceKit.ReferenceProxy.Tracing;

/// <summary>Text from anywhere as text that can only be read: what doesn't print, or would change how the rest is shown, is escaped.</summary>
public static class VisibleText
{
    /// <summary>Writes control, formatting and unpaired characters as <c>\uNNNN</c>; the result has only characters that XML allows.</summary>
    /// <param name="text">Any text.</param>
    public static string Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var shown = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length; at++)
        {
            if (Rune.TryGetRuneAt(text, at, out var rune) && Prints(Rune.GetUnicodeCategory(rune)))
                at += rune.Utf16SequenceLength - 1;
            else
                rune = default;
            shown.Append(rune == default ? $"\\u{(int)text[at]:X4}" : rune.ToString());
        }

        return shown.ToString();
    }

    private static bool Prints(UnicodeCategory category) => category is not
        (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.OtherNotAssigned);
}
