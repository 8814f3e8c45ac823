using ConformanceKit.Grading;
using ConformanceKit.Model;
using ConformanceKit.Origins;
using ConformanceKit.Running.Authoring;
using ConformanceKit.Wire;

namespace ConformanceKit.Scenarios.AbsoluteForm;

/// <summary>
/// Targets in absolute-form whose scheme is not http: a proxy speaks their protocol, or refuses them (RFC 9110 §4.2.2).
/// </summary>
public sealed class Schemes(string proxy) : Scenario(proxy)
{
    private const byte TlsHandshake = 0x16;

    [Requirement("absolute-form/https-in-clear", Title = "A request for an https or wss resource is never sent in the clear")]
    [Input("https", "https", false)]
    [Input("https-default-port", "https", true)]
    [Input("wss", "wss", false)]
    [Input("wss-default-port", "wss", true)]
    public async Task A_request_for_an_https_or_wss_resource_is_never_sent_in_the_clear(string scheme, bool defaultPort)
    {
        foreach (var (port, bytes) in await SentForAsync(scheme, defaultPort))
        {
            if (bytes is [not TlsHandshake, ..])
                bytes.Should().BeEmpty($"a connection for {scheme} begins with a TLS handshake, but this arrived at port {port}");
        }
    }

    [Requirement("absolute-form/other-scheme", Title = "A target with another scheme is not treated as http")]
    [Input("ftp", "ftp", false)]
    [Input("ws", "ws", false)]
    [Input("ws-default-port", "ws", true)]
    public async Task A_target_of_another_scheme_is_not_taken_for_http(string scheme, bool defaultPort)
    {
        foreach (var (port, bytes) in await SentForAsync(scheme, defaultPort))
            bytes.Should().NotContain("HTTP/1", $"{scheme} is a different protocol, but this arrived at port {port}");
    }

    // What the proxy sent first for a target with this scheme, and to which port; empty if it dialled nobody.
    private async Task<IReadOnlyList<(int Port, byte[] Bytes)>> SentForAsync(string scheme, bool defaultPort)
    {
        Origin[] origins = defaultPort
            ? [await Origins.ListenOnAsync(443), await Origins.ListenOnAsync(80)]
            : [await Origins.ListenAsync()];
        await using var client = await Proxy.DialAsync();
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var arriving = origins.Select(origin => FirstBytesAsync(origin, ending.Token)).ToArray();

        // 1. A reply, or the end of the connection; the lack of a reply is not what this row is about.
        var authority = defaultPort ? origins[0].Host : origins[0].Authority;
        await client.SendAsync(Requests.Get($"{scheme}://{authority}/x"));
        try
        {
            if (await client.IsClosedAsync())
            {
                Warn(ReasonIds.ClosedWithoutReply,
                    $"expected a response to a target with the scheme {scheme}, but the connection ended without one",
                    client.Ending);
            }
        }
        catch (RequirementBrokenException silent) when (silent.ReasonId == ReasonIds.BytesTimeout)
        {
            Warn(
                silent.ReasonId,
                $"expected a response to a target with the scheme {scheme}, but there was none: {silent.Message}",
                silent.Marks);
        }

        // 2. Whatever the proxy sends to an origin has been sent by now.
        foreach (var origin in origins)
            await origin.SentinelAsync();
        await Task.WhenAny(Task.WhenAll(arriving),
            Task.Delay(origins.All(origin => origin.ConnectionCount == 0) ? TimeSpan.Zero : Waits.Quiet, Cancel));
        await ending.CancelAsync();
        var sent = await Task.WhenAll(arriving);
        foreach (var origin in origins)
            await origin.DisposeAsync();
        return [.. origins.Zip(sent, (origin, bytes) => (origin.Port, bytes)).Where(each => each.bytes.Length > 0)];
    }

    // A proxy that sends HTTP gets a reply, so that it has nothing to wait for; one that waits is sent away in FTP's words.
    private static async Task<byte[]> FirstBytesAsync(Origin origin, CancellationToken ending)
    {
        try
        {
            await using var connection = await origin.NextConnectionAsync(ending);
            var bytes = await connection.ExpectSilenceAsync(cancel: ending);
            await connection.TrySendAsync(bytes.Length == 0 ? "421 Not now.\r\n" : bytes[0] == TlsHandshake ? "" : Answers.Ok,
                ending);
            return bytes;
        }
        catch (Exception nobody) when (nobody is OperationCanceledException or RequirementBrokenException)
        {
            return [];
        }
    }
}
