using ConformanceKit.Wire;

namespace ConformanceKit.Origins;

/// <content>Origins that speak TLS, with a certificate from <see cref="Certificates"/> for their host.</content>
public sealed partial class OriginFactory
{
    /// <summary>An origin that runs the scenario's script on each connection, inside TLS.</summary>
    /// <param name="script">What to do inside TLS.</param>
    /// <param name="alpn">The application protocols that it accepts; none by default.</param>
    /// <returns>The listening origin; see <see cref="Origin.Tls"/>.</returns>
    public Task<Origin> TlsAsync(OriginScript script, params string[] alpn) =>
        StartAsync(script, alpn);

    /// <summary>An origin that echoes, inside TLS, whatever it receives.</summary>
    /// <param name="alpn">The application protocols that it accepts; none by default.</param>
    /// <returns>The listening origin; see <see cref="Origin.Tls"/>.</returns>
    public Task<Origin> TlsEchoAsync(params string[] alpn) => TlsAsync(Scripts.EchoAsync, alpn);

    /// <summary>
    /// An HTTP/1.1 origin inside TLS that answers with these raw responses in order, and repeats the last one.
    /// </summary>
    /// <param name="rawResponses">As for <see cref="HttpAsync(string[])"/>.</param>
    /// <returns>The listening origin; see <see cref="Origin.Tls"/>.</returns>
    public Task<HttpOrigin> HttpsAsync(params string[] rawResponses) =>
        HttpsAsync(HttpScript.InOrder(rawResponses));

    /// <summary>The same, but it closes the connection after every response, whatever the request says.</summary>
    /// <param name="rawResponses">As for <see cref="HttpAsync(string[])"/>.</param>
    /// <returns>The listening origin.</returns>
    public Task<HttpOrigin> HttpsClosingAsync(params string[] rawResponses) =>
        StartHttpAsync(new(HttpScript.InOrder(rawResponses), waits, closeAfter: true), ["http/1.1"]);

    /// <summary>The same with a certificate that no client has been told to trust.</summary>
    /// <param name="rawResponses">As for <see cref="HttpAsync(string[])"/>.</param>
    /// <returns>The listening origin.</returns>
    public Task<HttpOrigin> HttpsForeignAsync(params string[] rawResponses) =>
        StartHttpAsync(new(HttpScript.InOrder(rawResponses), waits), ["http/1.1"], isForeign: true);

    /// <summary>An HTTP/1.1 origin inside TLS that computes each response from its request.</summary>
    /// <param name="answer">Maps the request to the raw response, each character one byte; may be called concurrently.</param>
    /// <returns>The listening origin; see <see cref="Origin.Tls"/>.</returns>
    public Task<HttpOrigin> HttpsAsync(Func<WireRequest, string> answer) =>
        StartHttpAsync(new(answer, waits), ["http/1.1"]);
}
