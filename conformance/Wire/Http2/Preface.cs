namespace ConformanceKit.Wire.Http2;

/// <summary>What a client sends before its first frame (RFC 9113 §3.4).</summary>
public static class Preface
{
    /// <summary>Its 24 bytes.</summary>
    public static ReadOnlyMemory<byte> Bytes { get; } = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8.ToArray();

    /// <summary>Whether bytes begin with it, or can still become it.</summary>
    /// <param name="begun">The first bytes, or more.</param>
    internal static bool CanBe(ReadOnlySpan<byte> begun) =>
        Bytes.Span.StartsWith(begun[..Math.Min(begun.Length, Bytes.Length)]);
}
