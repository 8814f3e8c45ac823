using System.Text;
using ConformanceKit.Model;
using ConformanceKit.Origins;
using ConformanceKit.Running.Authoring;
using ConformanceKit.Wire;

namespace ConformanceKit.Scenarios.Informational;

/// <summary>Records, without grading it, what a proxy says where it is free to say anything.</summary>
public sealed class OwnReplies(string proxy) : Scenario(proxy)
{
    private static readonly string[] s_banners = ["Server", "Proxy-Agent", "Via"];

    [Requirement("informational/reason-phrase")]
    public async Task Which_reason_phrases_a_CONNECT_gets()
    {
        await using var origin = await Origins.ListenAsync();
        await using var refused = await Origins.RefusedAsync();

        Note($"an open port: \"{await ConnectAsync(origin)}\"");
        Note($"a closed port: \"{await ConnectAsync(refused)}\"");
    }

    [Requirement("informational/server-banner")]
    public async Task Which_product_a_proxy_names_in_its_own_replies()
    {
        await using var origin = await Origins.ListenAsync();
        await using var refused = await Origins.RefusedAsync();

        Note($"an open port: {BannerOf(await ConnectAsync(origin))}");
        Note($"a closed port: {BannerOf(await ConnectAsync(refused))}");
    }

    [Requirement("informational/early-data", Title = "What becomes of tunnel bytes sent in one write with a CONNECT")]
    public async Task What_becomes_of_tunnel_bytes_in_one_write_with_a_CONNECT()
    {
        await using var origin = await Origins.ListenAsync();
        await using var client = await Proxy.DialAsync();

        await client.SendAsync(Requests.Connect(origin.Authority) + AnyBytes.Ping);
        var response = await client.ReadResponseAsync("CONNECT");
        if (!response.IsSuccessful)
        {
            Note($"rejected: \"{response}\"");
            return;
        }

        await using var arrived = await origin.NextConnectionAsync();
        await client.TrySendAsync(AnyBytes.Sentinel);
        client.ShutdownSend();
        var bytes = (await arrived.ReadToEndAsync()).Bytes;
        Note(Encoding.Latin1.GetString(bytes).StartsWith(AnyBytes.Ping, StringComparison.Ordinal)
            ? "accepted: they reach the origin"
            : "dropped: they do not reach the origin");
    }

    private async Task<WireResponse> ConnectAsync(Origin target)
    {
        await using var client = await Proxy.DialAsync();
        return await client.ConnectAsync(target);
    }

    private static string BannerOf(WireResponse response)
    {
        var fields = s_banners.Where(response.HasField).Select(name => $"{name}: {response.Field(name)}").ToList();
        return fields.Count == 0 ? "no product" : string.Join(", ", fields);
    }
}
