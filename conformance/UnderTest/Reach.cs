namespace ConformanceKit.UnderTest;

/// <summary>How far a request got through a proxy.</summary>
/// <param name="Reply">What the client got.</param>
/// <param name="IsReached">Whether the proxy connected to the origin.</param>
/// <param name="Port">The origin's port.</param>
internal sealed record RequestReach(ProbeReply Reply, bool IsReached, int Port)
{
    /// <summary>Whether the proxy refused the request by its policy: it says so without contacting the origin.</summary>
    public bool IsForbidden => !IsReached && Reply.Meaning == ProbeMeaning.Forbidden;
}

/// <summary>Whether a proxy reaches the origins.</summary>
/// <param name="Connect">How far CONNECT got: the method of HTTP, or the command of SOCKS5.</param>
/// <param name="Get">How far a GET in absolute-form got; null for SOCKS5, which has nothing like it.</param>
internal sealed record Reach(RequestReach Connect, RequestReach? Get = null)
{
    /// <summary>Whether the proxy connected to an origin.</summary>
    public bool IsReached => Connect.IsReached || Get is { IsReached: true };

    /// <summary>What was sent and what came.</summary>
    public ProbeRound Round => new(Get is null ? [Connect.Reply] : [Get.Reply, Connect.Reply]);
}
