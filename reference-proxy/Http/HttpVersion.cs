namespace ConformanceKit.ReferenceProxy.Http;

/// <summary>The protocol version of a message, <c>HTTP-name "/" DIGIT "." DIGIT</c> (RFC 9112 §2.3).</summary>
internal readonly record struct HttpVersion(int Major, int Minor)
{
    /// <summary>HTTP/1.0.</summary>
    public static readonly HttpVersion Http10 = new(1, 0);

    /// <summary>HTTP/1.1, the version of everything that this proxy sends (RFC 9112 §2.3).</summary>
    public static readonly HttpVersion Http11 = new(1, 1);

    /// <summary>HTTP/2, whose messages do not carry a version (RFC 9113 §8.3.1).</summary>
    public static readonly HttpVersion Http20 = new(2, 0);

    /// <summary>Whether the sender speaks HTTP/1.1 or later: it knows content of unknown length, 1xx and persistence.</summary>
    public bool IsAtLeast11 => Major > 1 || (Major == 1 && Minor >= 1);

    /// <summary>Reads exactly <c>HTTP/d.d</c>; the name is case-sensitive.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out HttpVersion version)
    {
        version = default;
        if (text.Length != 8 || !text.StartsWith("HTTP/"u8) || text[6] != '.'
            || !char.IsAsciiDigit((char)text[5]) || !char.IsAsciiDigit((char)text[7]))
        {
            return false;
        }

        version = new HttpVersion(text[5] - '0', text[7] - '0');
        return true;
    }

    /// <summary>The number alone, as a Via member carries it: <c>1.1</c>.</summary>
    public override string ToString() => this == Http11 ? "1.1" : $"{Major}.{Minor}";
}
