using System.Text;

namespace ConformanceKit.ReferenceProxy.Http;

/// <summary>Methods and field names that are in almost every message, as shared strings, byte for byte as they came.</summary>
internal static class KnownText
{
    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> s_known = new HashSet<string>(
    [
        "GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH",
        "Host", "User-Agent", "Accept", "Accept-Encoding", "Accept-Language", "Accept-Ranges",
        "Authorization", "Cookie", "Referer",
        "Connection", "Proxy-Connection", "Proxy-Authorization", "Keep-Alive", "Upgrade-Insecure-Requests", "Via", "Age", "Vary",
        "Date", "Server", "ETag", "Last-Modified", "If-None-Match", "If-Modified-Since", "Cache-Control", "Expires", "Pragma",
        "Content-Length", "Content-Type", "Content-Encoding", "Transfer-Encoding", "Location", "Set-Cookie",
    ]).GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The bytes as Latin-1 text.</summary>
    public static string Of(ReadOnlySpan<byte> bytes)
    {
        Span<char> text = stackalloc char[32];
        if (bytes.Length > text.Length)
            return Encoding.Latin1.GetString(bytes);
        text = text[..Encoding.Latin1.GetChars(bytes, text)];
        return s_known.TryGetValue(text, out var known) ? known : text.ToString();
    }
}
