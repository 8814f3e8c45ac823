using System.Net;
using System.Security.Cryptography.X509Certificates;
using ConformanceKit.Origins;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ConformanceKit.Tests.Wire.Http2;

/// <summary>
/// Kestrel, whose HTTP/2 shares nothing with the kit's client or with the reference: on one port by prior knowledge, on another
/// one inside TLS.
/// </summary>
internal sealed class KestrelServer : IAsyncDisposable
{
    private readonly WebApplication _server;

    private KestrelServer(RequestDelegate answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(options =>
        {
            options.Limits.MinRequestBodyDataRate = null;
            options.Limits.MinResponseDataRate = null;
            options.Listen(IPAddress.Loopback, 0, listener => listener.Protocols = HttpProtocols.Http2);
            options.Listen(IPAddress.Loopback, 0, listener =>
            {
                listener.Protocols = HttpProtocols.Http1AndHttp2;
                listener.UseHttps(OwnCertificate());
            });
        });
        _server = builder.Build();
        _server.Run(answer);
    }

    /// <summary>Where it speaks HTTP/2 in cleartext.</summary>
    public IPEndPoint H2c => EndPoint("http:");

    /// <summary>Where it speaks HTTP/2 inside TLS, if ALPN selects it.</summary>
    public IPEndPoint H2 => EndPoint("https:");

    /// <summary>Starts one.</summary>
    /// <param name="answer">Answers a request.</param>
    public static async Task<KestrelServer> StartAsync(RequestDelegate answer)
    {
        var server = new KestrelServer(answer);
        await server._server.StartAsync();
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _server.StopAsync(now.Token);
        await _server.DisposeAsync();
    }

    // Not one that other tests use too: Kestrel reads a certificate's extensions, which .NET decodes at first use and without a
    // lock, so that one of two threads can see none.
    private static X509Certificate2 OwnCertificate()
    {
        var (certificate, key) = Certificates.Pem("127.0.0.1");
        return X509Certificate2.CreateFromPem(certificate, key);
    }

    private IPEndPoint EndPoint(string scheme) => _server.Services.GetRequiredService<IServer>().Features
        .Get<IServerAddressesFeature>()!.Addresses.Where(address => address.StartsWith(scheme, StringComparison.Ordinal))
        .Select(address => new IPEndPoint(IPAddress.Loopback, new Uri(address).Port)).Single();
}
