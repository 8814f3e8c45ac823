using ConformanceKit.Model;
using ConformanceKit.Wire;

namespace ConformanceKit.Trying;

/// <summary>What the client says in a tunnel.</summary>
/// <param name="Bytes">What to send; empty to only listen.</param>
/// <param name="Tls">Whether to begin with a TLS handshake, and to send the rest inside TLS.</param>
internal sealed record TunnelTalk(byte[] Bytes, bool Tls)
{
    /// <summary>Sends, takes what comes back, ends the client's side, and reads until the other side ends too.</summary>
    /// <param name="tunnel">The connection that became a tunnel.</param>
    /// <param name="host">The target's host, which the client names in TLS too.</param>
    /// <returns>The SHA-256 of the certificate that was presented, or empty without TLS.</returns>
    /// <exception cref="RequirementBrokenException">The tunnel broke, or did not end.</exception>
    public async Task<string> HoldAsync(WireConnection tunnel, string host)
    {
        if (!Tls)
        {
            await HoldInAsync(tunnel);
            return "";
        }

        string certificate;
        await using (var tls = await tunnel.TlsAsync(host))
        {
            certificate = tls.RemoteCertificateSha256;
            await HoldInAsync(tls.Inside);
        }

        await tunnel.HashToEndAsync();
        return certificate;
    }

    private async Task HoldInAsync(WireConnection inside)
    {
        // 1. What the client has to say is answered, unless nothing more than the end was to be said.
        if (Bytes.Length > 0)
        {
            await inside.SendAsync(Bytes);
            await inside.ReadSomeAsync();
        }

        // 2. Nothing says when an answer in an unknown protocol is over, except that nothing more comes.
        await inside.IgnoreUntilQuietAsync();

        // 3. Half-close: this side has said everything, the other may still speak (RFC 9110 §3.7).
        inside.ShutdownSend();
        await inside.HashToEndAsync();
    }
}
