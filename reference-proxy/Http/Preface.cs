namespace ConformanceKit.ReferenceProxy.Http;

/// <summary>
/// The 24 bytes with which a client begins HTTP/2 (RFC 9113 §3.4). They look like a request, which servers that speak only HTTP/1
/// refuse.
/// </summary>
internal static class Preface
{
    /// <summary>Its length.</summary>
    public const int Length = 24;

    private static ReadOnlySpan<byte> Text => "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8;

    /// <summary>Whether the bytes are the preface, or can still become it. One byte that differs decides that they cannot.</summary>
    public static bool CanBe(ReadOnlySpan<byte> begun) => Text.StartsWith(begun[..Math.Min(begun.Length, Length)]);
}
