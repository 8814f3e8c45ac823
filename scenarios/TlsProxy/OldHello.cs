namespace ConformanceKit.Scenarios.TlsProxy;

/// <summary>
/// The handshake of TLS 1.1, byte for byte: the systems that run the kit no longer offer it themselves. Up to TLS 1.2 the
/// ServerHello, which is not encrypted, says what ALPN selected (RFC 7301 §3.1).
/// </summary>
internal static class OldHello
{
    private const byte HandshakeRecord = 0x16;
    private const byte ServerHello = 0x02;
    private const int VersionAt = 9;

    private static readonly byte[] s_version = [0x03, 0x02];

    // application_layer_protocol_negotiation (16) with the one name "h2".
    private static readonly byte[] s_alpnOfH2 = [0x00, 0x10, 0x00, 0x05, 0x00, 0x03, 0x02, 0x68, 0x32];

    /// <summary>A ClientHello that offers TLS 1.1 at most, and h2.</summary>
    public static byte[] Offer { get; } = Record(0x01,
    [
        .. s_version, .. new byte[32], 0x00, // random, no session
        0x00, 0x08, 0xC0, 0x09, 0xC0, 0x13, 0x00, 0x2F, 0x00, 0x35, // AES with SHA-1; keys by ECDHE with ECDSA, RSA, and by RSA
        0x01, 0x00, // no compression
        0x00, 0x17,
        0x00, 0x0A, 0x00, 0x04, 0x00, 0x02, 0x00, 0x17, // supported_groups: secp256r1
        0x00, 0x0B, 0x00, 0x02, 0x01, 0x00, // ec_point_formats: uncompressed
        .. s_alpnOfH2,
    ]);

    /// <summary>A ServerHello that accepts all of it.</summary>
    public static byte[] Answer { get; } = Record(ServerHello,
        [.. s_version, .. new byte[32], 0x00, 0xC0, 0x13, 0x00, 0x00, 0x09, .. s_alpnOfH2]);

    /// <summary>Whether this is a ClientHello that offers TLS 1.1 at most.</summary>
    public static bool IsFrom(byte[] hello) =>
        hello.Length > VersionAt + 1 && hello[0] == HandshakeRecord && hello.AsSpan(VersionAt, 2).SequenceEqual(s_version);

    /// <summary>Whether this begins with a ServerHello of TLS 1.1 that selects h2.</summary>
    public static bool SelectsH2(byte[] answer) =>
        answer.Length > VersionAt + 1 && answer[0] == HandshakeRecord && answer[5] == ServerHello
        && answer.AsSpan(VersionAt, 2).SequenceEqual(s_version) && answer.AsSpan().IndexOf(s_alpnOfH2) >= 0;

    private static byte[] Record(byte type, byte[] body)
    {
        byte[] message = [type, .. Length(3, body.Length), .. body];
        return [HandshakeRecord, 0x03, 0x01, .. Length(2, message.Length), .. message];
    }

    private static byte[] Length(int bytes, int value) =>
        [.. Enumerable.Range(1, bytes).Select(place => (byte)(value >> (8 * (bytes - place))))];
}
