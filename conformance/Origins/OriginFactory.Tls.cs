using ConformanceKit.Wire;

namespace ConformanceKit.Origins;

/// <content>Origins that speak TLS, with a certificate of <see cref="Certificates"/> for their host.</content>
public sealed partial class OriginFactory
{
    /// <summary>An origin that does on each connection, inside TLS, what the scenario says.</summary>
    /// <param name="script">What to do inside.</param>
    /// <param name="alpn">The application protocols that it takes; none by default.</param>
    /// <returns>The listening origin; see <see cref="Origin.Tls"/>.</returns>
    public Task<Origin> TlsAsync(OriginScript script, params string[] alpn) =>
        StartAsync(script, alpn);

    /// <summary>An origin that sends back, inside TLS, whatever it gets.</summary>
    /// <param name="alpn">The application protocols that it takes; none by default.</param>
    /// <returns>The listening origin; see <see cref="Origin.Tls"/>.</returns>
    public Task<Origin> TlsEchoAsync(params string[] alpn) => TlsAsync(Scripts.EchoAsync, alpn);

    /// <summary>
    /// An HTTP/1.1 origin inside TLS that answers with these raw responses in order, the last one again and again.
    /// </summary>
    /// <param name="rawResponses">As for <see cref="HttpAsync(string[])"/>.</param>
    /// <returns>The listening origin; see <see cref="Origin.Tls"/>.</returns>
    public Task<HttpOrigin> HttpsAsync(params string[] rawResponses) =>
        HttpsAsync(HttpScript.InOrder(rawResponses));

    /// <summary>An HTTP/1.1 origin inside TLS that answers as the scenario says.</summary>
    /// <param name="answer">From the request to the raw response, each character one byte; called from several
    /// connections.</param>
    /// <returns>The listening origin; see <see cref="Origin.Tls"/>.</returns>
    public Task<HttpOrigin> HttpsAsync(Func<WireRequest, string> answer) =>
        StartHttpAsync(new(answer, waits), ["http/1.1"]);
}
