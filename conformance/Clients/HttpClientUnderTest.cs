using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using ConformanceKit.Origins;

namespace ConformanceKit.Clients;

/// <summary>.NET's HttpClient, with a handler to itself for each task.</summary>
public sealed class HttpClientUnderTest() : InProcessClient(Environment.Version.ToString())
{
    // A response without end must not take all memory.
    private const int MostBytes = 8 * 1024 * 1024;

    /// <inheritdoc/>
    public override string Name => ClientCatalogue.HttpClient;

    /// <inheritdoc/>
    public override IReadOnlySet<string> Features { get; } = ClientFeatures.Of(
        ClientFeatures.Http, ClientFeatures.Https, ClientFeatures.Names, ClientFeatures.Credentials, ClientFeatures.TlsProxy,
        ClientFeatures.Redirects, ClientFeatures.IPv6, ClientFeatures.Idn);

    /// <inheritdoc/>
    public override async Task<ClientAnswer> FetchAsync(ClientTask task, CancellationToken cancel)
    {
        // 1. A client as a program would make it.
        using var handler = HandlerFor(task);
        using var client = new HttpClient(handler) { Timeout = task.Patience, MaxResponseContentBufferSize = MostBytes };

        // 2. One request.
        try
        {
            using var response = await client.GetAsync(task.Url, cancel);
            var body = await response.Content.ReadAsByteArrayAsync(cancel);
            return ClientAnswer.Of((int)response.StatusCode, body,
                [.. response.Headers.Concat(response.Content.Headers).SelectMany(
                    field => field.Value.Select(value => $"{field.Key}: {value}"))]);
        }
        catch (Exception fault) when (fault is HttpRequestException or InvalidOperationException or UriFormatException
            || (fault is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            return ClientAnswer.Failed(Words(fault));
        }
    }

    /// <summary>What a program would make for a proxy; it trusts the run's CA instead of the system's.</summary>
    internal static SocketsHttpHandler HandlerFor(ClientTask task) => new()
    {
        UseProxy = true,
        Proxy = new WebProxy(task.Proxy)
        {
            Credentials = task.User is null ? null : new NetworkCredential(task.User, task.Password),
        },
        SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = Trust() },
    };

    /// <summary>What an exception says, with its cause.</summary>
    internal static string Words(Exception fault) =>
        fault.InnerException is { } inner ? $"{fault.Message} ({inner.Message})" : fault.Message;

    private static X509ChainPolicy Trust() => new()
    {
        TrustMode = X509ChainTrustMode.CustomRootTrust,
        CustomTrustStore = { Certificates.Authority },
        RevocationMode = X509RevocationMode.NoCheck,
    };
}
