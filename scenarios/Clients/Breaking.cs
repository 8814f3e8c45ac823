using ConformanceKit.Clients;
using ConformanceKit.Grading;
using ConformanceKit.Model;
using ConformanceKit.Running.Authoring;
using ConformanceKit.Scenarios.Clients.Behaviours;
using NUnit.Framework;

namespace ConformanceKit.Scenarios.Clients;

/// <summary>Proxies that break off, never end, or answer with something else than HTTP/1.</summary>
public sealed class Breaking(string client) : ClientRow(client)
{
    private const int FewAttempts = 5;
    private const int ManyAttempts = 20;

    // Not its time limit, but a bound for the head should be what ends it.
    private static readonly TimeSpan s_plenty = TimeSpan.FromSeconds(20);

    [Requirement("client/truncated-head", Feature = ClientFeatures.Tunnel, Title = "A head that is cut short opens no tunnel")]
    public async Task A_head_that_is_cut_short_opens_no_tunnel()
    {
        var (answer, proxy) = await FetchAsync(Breakdowns.Of("truncates-head"));
        IsAnError(answer, proxy, "the head was incomplete");
        await proxy.SettleAsync();
        Require(!proxy.HasSeenMore, ReasonIds.TooEarly, "the client began TLS behind half a head");
    }

    // A client that searches all that has come again and again has no time for anything else.
    [NonParallelizable]
    [Requirement("client/head-bounded", Feature = ClientFeatures.Tunnel, Last = true,
        Title = "A head without end is given up")]
    [Input("field", "sends-endless-field")]
    [Input("fields", "sends-endless-head")]
    public async Task A_head_without_end_is_given_up(string behaviour)
    {
        var (answer, proxy) = await FetchAsync(Breakdowns.Of(behaviour), patience: s_plenty);
        First(proxy, "CONNECT");
        var sent = proxy.Connections.Max(connection => connection.SentLength);
        Note($"{sent / 1024} KiB were sent until the connection ended");
        IsAnError(answer, proxy, "the head never ended");
        Require(sent < Breakdowns.MostBytes, ReasonIds.NotEnded,
            $"the client took all {sent / 1024 / 1024} MiB of a head without end");
    }

    [Requirement("client/silent", Feature = ClientFeatures.Tunnel, Lengthy = true,
        Title = "A proxy that never answers is given up")]
    public async Task A_proxy_that_never_answers_is_given_up()
    {
        var (answer, proxy) = await FetchAsync(Breakdowns.Of("stays-silent"), patience: Impatience);
        IsAnError(answer, proxy, "the client's own time limit was over");
    }

    [Requirement("client/slow-head", Feature = ClientFeatures.Tunnel, Lengthy = true,
        Title = "A proxy whose head never ends is given up")]
    public async Task A_proxy_whose_head_never_ends_is_given_up()
    {
        var (answer, proxy) = await FetchAsync(Breakdowns.Of("drips"), patience: Impatience);
        IsAnError(answer, proxy, "the client's own time limit was over");
    }

    [Requirement("client/garbage", Feature = ClientFeatures.Tunnel, Lengthy = true,
        Title = "What is not a response of HTTP/1 opens no tunnel")]
    [Input("four-digits", "sends-four-digits")]
    [Input("http2-status-line", "sends-http2-status-line")]
    [Input("icy", "sends-icy")]
    [Input("ssh-banner", "sends-ssh-banner")]
    public async Task What_is_not_a_response_opens_no_tunnel(string behaviour)
    {
        var (answer, proxy) = await FetchAsync(Breakdowns.Of(behaviour), patience: Impatience);
        await proxy.SettleAsync();
        if (behaviour == "sends-http2-status-line")
        {
            if (proxy.HasSeenMore || answer.Succeeded)
                Warn(ReasonIds.TooEarly, "the client takes a status line of HTTP/2 for one of HTTP/1");
            return;
        }

        Require(!proxy.HasSeenMore, ReasonIds.TooEarly, "the client began TLS behind something that is no response of HTTP/1");
        IsAnError(answer, proxy, "there was no response");
    }

    [Requirement("client/no-retry-storm", Feature = ClientFeatures.Tunnel,
        Title = "A proxy that breaks off is not asked again and again")]
    [Input("closes", "closes")]
    [Input("truncated-head", "truncates-head")]
    public async Task A_proxy_that_breaks_off_is_not_asked_again_and_again(string behaviour)
    {
        var (_, proxy) = await FetchAsync(Breakdowns.Of(behaviour), patience: TimeSpan.FromSeconds(8));
        First(proxy, "CONNECT");
        var count = proxy.Connects.Count;
        Note($"{count} CONNECT requests");
        Require(count <= ManyAttempts, ReasonIds.TooMany, $"the client sent {count} CONNECT requests in vain");
        if (count > FewAttempts)
            Warn(ReasonIds.TooMany, $"the client sent {count} CONNECT requests in vain");
    }

    [Requirement("client/eof-after-200", Feature = ClientFeatures.Tunnel, Title = "A tunnel that ends at once is an error")]
    public async Task A_tunnel_that_ends_at_once_is_an_error()
    {
        RequireMoreThanStreams();
        var (answer, proxy) = await FetchAsync(Openings.Of("opens-and-ends"));
        IsAnError(answer, proxy, "nothing came through the tunnel");
    }

    [Requirement("client/no-fallback-direct", Feature = ClientFeatures.Tunnel,
        Title = "A proxy that does not help is not passed by")]
    [Input("closes", "closes")]
    [Input("down", "")]
    [Input("refuses", "refuses-with-403")]
    public async Task A_proxy_that_does_not_help_is_not_passed_by(string behaviour)
    {
        await using var origin = await HttpsPageAsync();
        var proxy = Proxies.Listen(
            behaviour == "refuses-with-403" ? Refusals.Of(behaviour) : Breakdowns.Of("closes"), origin);
        if (behaviour.Length == 0)
            await proxy.DisposeAsync();
        var answer = await Client.FetchAsync(Tunnelled(origin.Authority), proxy);

        await origin.Should().HaveSeenNoConnectionAsync("the client was told to use the proxy");
        if (!OnlyJoinsStreams) // to which an empty stream is not an answer of the origin
            answer.Should().BeAnError("the proxy did not help");
    }
}
