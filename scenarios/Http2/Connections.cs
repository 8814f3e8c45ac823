using ConformanceKit.Grading;
using ConformanceKit.Model;
using ConformanceKit.Running.Authoring;
using ConformanceKit.UnderTest;
using ConformanceKit.Wire.Http2;

namespace ConformanceKit.Scenarios.Http2;

/// <summary>What streams of one connection have in common: its limits, its end, and what a rejected one leaves behind.</summary>
public sealed class Connections(string proxy) : Scenario(proxy)
{
    [Requirement("h2/error-complete", Title = "A target that refuses is a 5xx with END_STREAM")]
    public async Task A_target_that_refuses_is_a_complete_error()
    {
        await using var refused = await Origins.RefusedAsync();
        var stream = await H2.ConnectAsync(refused.Authority);
        var outcome = await stream.OutcomeAsync();

        // RFC 9113 §8.5: an error of the TCP connection is RST_STREAM, which can be read to cover one that was never established.
        outcome.Should().BeRefused("the target refuses the connection");
        if (outcome.Response is not null)
            outcome.End!.Should().BeEndStream();
        if (outcome.Response is not { Status: >= 500 })
            Warn(ReasonIds.Status, $"expected 502, but the proxy {outcome}", outcome.Marks);
        await stream.Client.Should().AnswerPingAsync();
    }

    [Requirement("h2/reject-keeps-connection", Title = "A request that is rejected does not end the connection")]
    public async Task A_request_that_is_rejected_does_not_end_the_connection()
    {
        await using var refused = await Origins.RefusedAsync();
        await using var echo = await Origins.EchoAsync();
        await using var client = await H2.DialAsync();
        (await (await client.ConnectAsync(refused.Authority)).OutcomeAsync()).Should().BeRefused();
        await AssertEchoesAsync(await TunnelAsync(client, echo), "only one request was rejected");
        if (client.TryNext(frame => frame.Type == FrameTypes.GoAway) is { } away)
        {
            throw new RequirementBrokenException(ReasonIds.ConnectionError, $"expected no GOAWAY, but got {away.Frame}")
            {
                Marks = [away.Place],
            };
        }
    }

    [Requirement("h2/407", Feature = ProxyFeatures.H2Auth, Title = "Credentials count for their stream alone")]
    public async Task Credentials_count_for_their_stream_alone()
    {
        await using var origin = await Origins.ListenAsync();
        var listener = Proxy.H2AuthListener;
        await using var client = await H2.DialAsync(listener: listener);

        (await (await client.ConnectAsync(origin.Authority)).ResponseAsync()).Should()
            .HaveStatus(407).And.HaveField("proxy-authenticate");
        var credentials = Wire.Requests.BasicCredentials(listener.User!, listener.Password!);
        (await (await client.ConnectAsync(origin.Authority, new Http2Field("proxy-authorization", credentials))).ResponseAsync())
            .Should().BeSuccessful();
        (await (await client.ConnectAsync(origin.Authority)).ResponseAsync()).Should().HaveStatus(407);
        await origin.Should().HaveSeenConnectionsAsync(1);
    }

    [Requirement("h2/concurrency", Title = "One stream more than the proxy allows is refused")]
    public async Task One_stream_more_than_the_proxy_allows_is_refused()
    {
        // 1. As many as it says, if that is a number that can be reached here.
        const int most = 1000;
        await using var origin = await Origins.EchoAsync();
        await using var client = await H2.DialAsync();
        await client.SettingsAsync();
        if (client.PeerSetting(Setting.MaxConcurrentStreams) is not { } limit || limit > most)
        {
            NotApplicable($"the proxy allows more than {most} streams at once");
            return;
        }

        var open = new List<Http2Stream>();
        while (open.Count < limit)
            open.Add(await client.ConnectAsync(origin.Authority));
        foreach (var stream in open)
            (await stream.ResponseAsync()).Should().BeSuccessful();

        // 2. One more.
        var outcome = await (await client.ConnectAsync(origin.Authority)).OutcomeAsync();
        outcome.Should().BeMalformed("there are as many streams as the proxy allows");
        outcome.End!.Should().BeAnError(ErrorCodes.RefusedStream, ErrorCodes.ProtocolError, ErrorCodes.InternalError);
        if (!outcome.CostsSiblings)
            await AssertEchoesAsync(open[0], "only one stream was too many");
        await origin.Should().HaveSeenConnectionsAsync((int)limit);
    }

    [Requirement("h2/concurrency-value", Title = "At least a hundred streams may be open at once")]
    public async Task At_least_a_hundred_streams_may_be_open_at_once()
    {
        await using var client = await H2.DialAsync();
        var settings = await client.SettingsAsync();
        if (client.PeerSetting(Setting.MaxConcurrentStreams) is { } limit and < 100)
        {
            throw new RequirementBrokenException(ReasonIds.FieldValue,
                $"expected MAX_CONCURRENT_STREAMS of at least 100, but got {limit}")
            {
                Marks = [settings.Place],
            };
        }
    }

    [Requirement("h2/client-goaway", Title = "A client's GOAWAY leaves open tunnels alone")]
    public async Task A_clients_GOAWAY_leaves_open_tunnels_alone()
    {
        await using var echo = await Origins.EchoAsync();
        await using var client = await H2.DialAsync();
        var tunnel = await TunnelAsync(client, echo);
        await client.SendAsync(Frame.GoAway(0, ErrorCodes.NoError));
        await AssertEchoesAsync(tunnel, "GOAWAY is about new streams");
    }

    [Requirement("h2/goaway-before-close", Lengthy = true, Title = "An idle connection is not closed without GOAWAY")]
    public async Task An_idle_connection_is_not_closed_without_GOAWAY()
    {
        // 1. One request is over, and no stream is open.
        await using var refused = await Origins.RefusedAsync();
        var listener = Proxy.H2ImpatientListener;
        await using var client = await H2.DialAsync(listener: listener);
        await (await client.ConnectAsync(refused.Authority)).OutcomeAsync();

        // 2. The proxy says that it will close before it does; only then can a client tell what it may send again.
        try
        {
            await SpendAsync(TimeUse.Patience, client.GoAwayAsync(within: listener.Patience!.Value + Waits.Reply));
        }
        catch (RequirementBrokenException idle) when (idle.ReasonId == ReasonIds.ReplyTimeout)
        {
            NotApplicable("a connection without a stream stays open: the declared limit is not in force");
        }
    }

    [Requirement("h2/continuation-flood", Title = "A field section without end ends the connection")]
    public async Task A_field_section_without_end_ends_the_connection()
    {
        const int most = 1024;
        await using var client = await H2.DialAsync(new() { AcknowledgesSettings = false });
        await client.SettingsAsync();
        await client.SendAsync(Frame.SettingsAck());

        // No other frame may come in between.
        var piece = Hpack.Literal("x", new string('y', 16_000));
        var isTaken = await client.TrySendAsync(Frame.Headers(1, Hpack.Literal(":method", "CONNECT"), endHeaders: false));
        for (var count = 0; isTaken && count < most && client.TryNext(frame => frame.Type == FrameTypes.GoAway) is null; count++)
            isTaken = await client.TrySendAsync(Frame.Continuation(1, piece, endHeaders: false));
        await client.ErrorAsync();
    }

    [Requirement("h2/header-list-huge", Title = "A field section of a mebibyte is refused")]
    public async Task A_field_section_of_a_mebibyte_is_refused()
    {
        await using var origin = await Origins.ListenAsync();
        await using var client = await H2.DialAsync();
        var stream = client.NewStream();
        var filler = Enumerable.Repeat(new Http2Field("x", new('y', 8192)), 128);
        var block = Hpack.Block([new(":method", "CONNECT"), new(":authority", origin.Authority), .. filler]);
        byte[][] pieces = [.. block.Chunk(16_384)];
        await client.TrySendAsync(
        [
            Frame.Headers(stream.Id, pieces[0], endHeaders: false),
            .. pieces.Skip(1).Select((piece, at) => Frame.Continuation(stream.Id, piece, at == pieces.Length - 2)),
        ]);
        await AssertRefusedAsync(stream, "there is no use for as many fields");
    }
}
