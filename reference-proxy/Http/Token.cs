using System.Buffers;

namespace ConformanceKit.ReferenceProxy.Http;

/// <summary><c>token = 1*tchar</c>: methods, field names, codings and pseudonyms (RFC 9110 §5.6.2).</summary>
internal static class Token
{
    private const string TChar = "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static readonly SearchValues<byte> s_bytes = SearchValues.Create([.. TChar.Select(c => (byte)c)]);
    private static readonly SearchValues<char> s_chars = SearchValues.Create(TChar);

    /// <summary>Whether the bytes are one token.</summary>
    public static bool IsToken(ReadOnlySpan<byte> text) => !text.IsEmpty && text.IndexOfAnyExcept(s_bytes) < 0;

    /// <summary>The length in bytes of the token at the beginning; 0 if there is none.</summary>
    public static int LengthOf(ReadOnlySpan<byte> text) =>
        text.IndexOfAnyExcept(s_bytes) is >= 0 and var end ? end : text.Length;

    /// <summary>Whether the text is one token.</summary>
    public static bool IsToken(ReadOnlySpan<char> text) => !text.IsEmpty && text.IndexOfAnyExcept(s_chars) < 0;
}
