namespace ConformanceKit.ReferenceProxy.Explaining;

/// <summary>Which version of TLS a ServerHello (RFC 8446 §4.1.3) chooses.</summary>
/// <param name="IsTls13">Whether it is TLS 1.3 or later, where the certificate is encrypted.</param>
/// <param name="IsRetry">Whether it is a HelloRetryRequest, which asks for another ClientHello (§4.1.4).</param>
internal sealed record ServerHello(bool IsTls13, bool IsRetry)
{
    private const int CipherSuiteAndCompression = 3;
    private const int SupportedVersions = 43;

    // The SHA-256 of "HelloRetryRequest".
    private static readonly byte[] s_retry =
        Convert.FromHexString("CF21AD74E59A6111BE1D8C021E65B891C2A211167ABB8C5E079E09E2C8A8339C");

    /// <summary>Reads a ServerHello, without its header; null if it is not a valid one.</summary>
    public static ServerHello? Parse(ReadOnlySpan<byte> message)
    {
        // 1. Version, random, session id, cipher suite and compression method.
        var reader = new TlsReader(message);
        if (!reader.TryTake(2, out _) || !reader.TryTake(s_retry.Length, out var random)
            || !reader.TryVector(1, out _) || !reader.TryTake(CipherSuiteAndCompression, out _))
        {
            return null;
        }

        // 2. The extensions: TLS 1.3 names its version there, and TLS 1.2 may have none.
        if (reader.IsAtEnd)
            return new(false, false);
        return reader.TryVector(2, out var extensions) && reader.IsAtEnd
            && TlsHandshake.TryExtension(extensions, SupportedVersions, out var version)
                ? new(version is [0x03, >= 0x04], random.SequenceEqual(s_retry))
                : null;
    }
}
