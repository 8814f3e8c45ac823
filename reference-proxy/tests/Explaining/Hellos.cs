namespace ConformanceKit.ReferenceProxy.Tests.Explaining;

/// <summary>Writes the first messages of TLS, each in one record.</summary>
internal static class Hellos
{
    /// <summary>How many bytes a ServerHello has before its extensions.</summary>
    public const int ServerBeforeExtensions = 38;

    /// <summary>Version, random, session id, cipher suites and compression methods of a ClientHello.</summary>
    public static IReadOnlyList<byte> BeforeExtensions { get; } =
        [3, 3, .. new byte[32], .. Vector(1, new byte[32]), .. Vector(2, [0x13, 1, 0x13, 2]), .. Vector(1, [0])];

    public static byte[] Server13 { get; } = Server(new byte[32], Extension(43, [3, 4]));

    public static byte[] Server12 { get; } = Server(new byte[32], Extension(0xFF01, [0]));

    public static byte[] Retry { get; } = Server(
        Convert.FromHexString("CF21AD74E59A6111BE1D8C021E65B891C2A211167ABB8C5E079E09E2C8A8339C"), Extension(43, [3, 4]));

    public static byte[] Client(string server, params string[] protocols)
    {
        byte[] name = server.Length > 0 ? Sni(server) : [];
        byte[] offers = protocols.Length > 0 ? Alpn(protocols) : [];
        return Message(1, [.. BeforeExtensions, .. Vector(2, [.. name, .. offers])]);
    }

    public static byte[] Sni(string server) =>
        Extension(0, Vector(2, [0, .. Vector(2, Encoding.Latin1.GetBytes(server))]));

    public static byte[] Extension(int type, byte[] data) => [(byte)(type >> 8), (byte)type, .. Vector(2, data)];

    public static byte[] Message(byte type, byte[] content) => Record([type, .. Vector(3, content)]);

    public static byte[] Record(byte[] content) => [0x16, 3, 1, .. Vector(2, content)];

    public static byte[] Vector(int sizeOfLength, byte[] content)
    {
        var digits = Enumerable.Range(1, sizeOfLength).Select(place => (byte)(content.Length >> (8 * (sizeOfLength - place))));
        return [.. digits, .. content];
    }

    private static byte[] Alpn(string[] protocols) =>
        Extension(16, Vector(2, [.. protocols.SelectMany(name => Vector(1, Encoding.Latin1.GetBytes(name)))]));

    private static byte[] Server(byte[] random, byte[] extensions) =>
        Message(2, [3, 3, .. random, .. Vector(1, []), 0x13, 1, 0, .. Vector(2, extensions)]);
}
