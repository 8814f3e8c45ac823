using System.Net;
using ConformanceKit.Model;
using ConformanceKit.Origins;
using ConformanceKit.Wire;

namespace ConformanceKit.Serving;

/// <summary>
/// Where every request and every tunnel of one connection leads, whatever it was for: to a page in cleartext or to one inside
/// TLS. Both are on loopback, where only the proxy reaches them, so that nobody gets into a network through it.
/// </summary>
internal sealed class ServedPages : IAsyncDisposable
{
    /// <summary>The name that the certificate of the page inside TLS is for.</summary>
    public const string Host = "origin.test";

    private const int HttpPort = 80;

    private readonly OriginFactory _origins;
    private readonly Origin _http;
    private readonly Origin _https;

    private ServedPages(OriginFactory origins, Origin http, Origin https) => (_origins, _http, _https) = (origins, http, https);

    /// <summary>Opens them.</summary>
    /// <param name="transcript">Where everything is recorded.</param>
    /// <param name="over">Ends every wait.</param>
    public static async Task<ServedPages> OpenAsync(Transcript transcript, CancellationToken over)
    {
        var origins = new OriginFactory(new(OwnLoopback.Address, Host, AddressV6: null), transcript, new Waits(), over);
        try
        {
            var http = await origins.HttpAsync(_ => Page("in cleartext"));
            return new(origins, http, await origins.HttpsAsync(_ => Page("inside TLS")));
        }
        catch
        {
            await origins.DisposeAsync();
            throw;
        }
    }

    /// <summary>The one that a request is for.</summary>
    /// <param name="request">The request.</param>
    public Origin Of(WireRequest request) =>
        request.Method != "CONNECT" || request.Target.EndsWith($":{HttpPort}", StringComparison.Ordinal) ? _http : _https;

    /// <summary>Where the one listens that a connection to a port is for.</summary>
    /// <param name="port">The port.</param>
    public IPEndPoint At(int port)
    {
        var origin = port == HttpPort ? _http : _https;
        return new(origin.Address, origin.Port);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _origins.DisposeAsync();

    private static string Page(string where)
    {
        var page = $"<!DOCTYPE html><title>The origin</title><p>This is the origin behind the proxy, {where}.\n";
        return $"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {page.Length}\r\n\r\n{page}";
    }
}
