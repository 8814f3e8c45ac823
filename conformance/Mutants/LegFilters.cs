using ConformanceKit.Wire;

namespace ConformanceKit.Mutants;

/// <summary>
/// Builds the steps of each leg: the flaw's own filters, and the split into messages or frames if it is needed.
/// </summary>
internal sealed class LegFilters(Flaw flaw, Conversation conversation)
{
    private readonly StreamExchanges _streams = new(conversation);

    /// <summary>Whether the client speaks HTTP; what it sends otherwise has no messages to be split into.</summary>
    public bool IsHttp { get; init; } = true;

    /// <summary>Whether the client speaks HTTP/2; what goes to the origin is HTTP/1 all the same.</summary>
    public bool IsHttp2 { get; init; }

    /// <summary>From the client to the reference.</summary>
    public ByteSink FromClient(ByteSink reference)
    {
        _streams.Proxy = reference;
        return IsHttp2
            ? OfFrames(Leg.FromClient, reference)
            : Build(Leg.FromClient, reference, isSplit: flaw.HasMessages, false, OnRequestAsync);
    }

    /// <summary>From the reference to the client.</summary>
    public ByteSink ToClient(ByteSink client)
    {
        _streams.Client = client;
        return IsHttp2 ? OfFrames(Leg.ToClient, client) : Build(
            Leg.ToClient, client, flaw.On(Leg.ToClient).HasMessages, false, async head =>
            {
                var exchange = conversation.Answering();
                var following = await OnResponseAsync(Leg.ToClient, head, exchange);
                if (following.IsFinal)
                    conversation.Answered();
                return (following.Following, following.Framing);
            });
    }

    /// <summary>From the reference to the origin.</summary>
    public ByteSink ToOrigin(OriginExchanges exchanges, ByteSink origin) => Build(
        Leg.ToOrigin, origin, flaw.On(Leg.ToOrigin).HasMessages, exchanges.First.Sent.IsConnect, async head =>
        {
            var framing = OfRequest(head);
            await EditAsync(Leg.ToOrigin, head, exchanges.Asked());
            return (framing.Rule == FramingRule.Invalid ? Following.Unknown : Following.Body, framing);
        });

    /// <summary>From the origin to the reference.</summary>
    public ByteSink FromOrigin(OriginExchanges exchanges, ByteSink reference) => Build(
        Leg.FromOrigin, reference, flaw.On(Leg.FromOrigin).HasMessages, exchanges.First.Sent.IsConnect, async head =>
        {
            var following = await OnResponseAsync(Leg.FromOrigin, head, exchanges.Answering());
            if (following.IsFinal)
                exchanges.Answered();
            return (following.Following, following.Framing);
        });

    // Every request must be known to what is broken elsewhere.
    private ByteSink OfFrames(Leg leg, ByteSink last)
    {
        var steps = flaw.On(leg);
        return LegFlaw.Chain(
            steps.Whole, flaw.HasFrames || flaw.HasMessages ? new FrameFilter(last, leg, steps, _streams) : last);
    }

    private ByteSink Build(
        Leg leg, ByteSink last, bool isSplit, bool isTunnel, Func<Head, Task<(Following Following, BodyFraming Framing)>> onHead)
    {
        var steps = flaw.On(leg);
        var splitter = isSplit && IsHttp
            ? new MessageFilter(last, LegFlaw.Chain(steps.Body, last), LegFlaw.Chain(steps.Tunnel, last), onHead)
            {
                IsTunnel = isTunnel,
            }
            : last;
        return LegFlaw.Chain(steps.Whole, splitter);
    }

    private async Task<(Following Following, BodyFraming Framing)> OnRequestAsync(Head head)
    {
        // Split the client's bytes as the client framed them, whatever the flaw passes on to the reference.
        var framing = OfRequest(head);
        var exchange = conversation.Of(head);
        await EditAsync(Leg.FromClient, head, exchange);
        if (head.Text.Length == 0)
            return (Following.Body, framing);

        conversation.Add(exchange);
        return (head.IsConnect ? Following.Tunnel : framing.Rule == FramingRule.Invalid ? Following.Unknown : Following.Body,
            framing);
    }

    private async Task<(Following Following, BodyFraming Framing, bool IsFinal)> OnResponseAsync(Leg leg, Head head,
        Exchange exchange)
    {
        var isResponse = WireResponse.TryParse(head.ToBytes(), out var response);
        await EditAsync(leg, head, exchange);
        if (!isResponse)
            return (Following.Unknown, default, true);
        if (response!.StatusCode is >= 100 and < 200 and not 101)
            return (Following.Body, new(FramingRule.NoBody), false);
        if (response.StatusCode == 101 || (exchange.Sent.IsConnect && response.IsSuccessful))
            return (Following.Tunnel, default, true);
        return (Following.Body, BodyFraming.Of(response, exchange.Sent.Method), true);
    }

    private async Task EditAsync(Leg leg, Head head, Exchange exchange)
    {
        foreach (var edit in flaw.On(leg).Heads)
            await edit(head, exchange);
    }

    // A head without a valid request line, one of four words for instance, has no body whose length all recipients agree on.
    private static BodyFraming OfRequest(Head head) =>
        WireRequest.TryParse(head.ToBytes(), out var request) ? BodyFraming.Of(request) : new(FramingRule.NoBody);
}
