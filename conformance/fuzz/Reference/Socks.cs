using System.Text;
using ConformanceKit.ReferenceProxy;
using ConformanceKit.ReferenceProxy.Authentication;
using ConformanceKit.ReferenceProxy.Http;
using ConformanceKit.ReferenceProxy.Socks;

namespace ConformanceKit.Fuzz.Reference;

/// <summary>SOCKS5 (RFC 1928): the greeting, the credentials (RFC 1929) and the request, as a client sends them.</summary>
internal static class Socks
{
    private static readonly ProxyOptions s_options = new();
    private static readonly CredentialSet s_users = new([new Credential("user", "secret")], "fuzz");

    /// <summary>All that comes before the tunnel, with and without credentials.</summary>
    public static void Client(byte[] bytes)
    {
        foreach (var users in new[] { null, s_users })
            Pieces.SameInAll(size => DescribeAsync(bytes, size, users).GetAwaiter().GetResult());
    }

    private static async Task<string> DescribeAsync(byte[] bytes, int size, CredentialSet? users)
    {
        // 1. The negotiation, and what the proxy answers to it.
        using var shutdown = new Shutdown();
        using var connection = new MemoryConnection(new MemorySource(bytes, size));
        using var client = new Client(connection, s_options, "", trace: null, shutdown);
        var refused = await new SocksNegotiation(users).RunAsync(client, default);
        if (refused is not null)
            return $"{refused}; sends {connection.Sent}";

        // 2. The request.
        var (request, failed) = await SocksRequest.ReadAsync(client.Reader, default);
        if (request is null)
            return $"{failed}; sends {connection.Sent}";
        if (request.Target.Rejected is null)
            Check(request.Target.Value);

        // 3. What follows is for the tunnel.
        var rest = new List<byte>();
        do
        {
            rest.AddRange(client.Reader.TakeBuffered());
        }
        while (await client.Reader.FillAsync(default));
        return $"{request}; sends {connection.Sent}; then {Convert.ToHexString([.. rest])}";
    }

    // The log shows the target, and the names of hosts are ASCII.
    private static void Check(Authority target) =>
        FindingException.Unless(Ascii.IsValid(target.Text) && target.Port > 0, $"connects to {target.Text}");
}
