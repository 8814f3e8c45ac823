using System.Buffers;

namespace ConformanceKit.ReferenceProxy.Http;

/// <summary>
/// <c>chunk-ext = *( BWS ";" BWS chunk-ext-name [ BWS "=" BWS chunk-ext-val ] )</c> (RFC 9112 §7.1.1). Valid ones are ignored.
/// Anything else is rejected, because two recipients could disagree about where its line ends.
/// </summary>
internal static class ChunkExtensions
{
    // What ends a run of qdtext (RFC 9110 §5.6.4); control characters never get this far.
    private static readonly SearchValues<byte> s_quoteOrBackslash = SearchValues.Create("\"\\"u8);

    /// <summary>Whether the text after a chunk size consists of extensions only.</summary>
    public static bool IsValid(ReadOnlySpan<byte> text)
    {
        while (!text.IsEmpty)
        {
            // 1. A semicolon and a name.
            if (OptionalWhitespace.TrimStart(text) is not [(byte)';', .. var extension])
                return false;
            extension = OptionalWhitespace.TrimStart(extension);
            var name = Token.LengthOf(extension);
            if (name == 0)
                return false;
            text = extension[name..];

            // 2. A value, if there is one.
            if (OptionalWhitespace.TrimStart(text) is not [(byte)'=', .. var value])
                continue;
            value = OptionalWhitespace.TrimStart(value);
            var length = value is [(byte)'"', ..] ? LengthOfQuotedString(value) : Token.LengthOf(value);
            if (length == 0)
                return false;
            text = value[length..];
        }

        return true;
    }

    private static int LengthOfQuotedString(ReadOnlySpan<byte> text)
    {
        var at = 1;
        while (text[at..].IndexOfAny(s_quoteOrBackslash) is >= 0 and var found)
        {
            at += found;
            if (text[at] == '"')
                return at + 1;
            at += 2;
            if (at > text.Length)
                break;
        }

        return 0;
    }
}
