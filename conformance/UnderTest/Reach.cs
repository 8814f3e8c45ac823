namespace ConformanceKit.UnderTest;

/// <summary>How far a request got through a proxy.</summary>
/// <param name="Reply">What the client got.</param>
/// <param name="IsReached">Whether the proxy connected to the origin.</param>
/// <param name="Port">The origin's port.</param>
internal sealed record RequestReach(ProbeReply Reply, bool IsReached, int Port)
{
    /// <summary>Whether the proxy refused the request by its policy: 403, without contacting the origin.</summary>
    public bool IsForbidden => !IsReached && Reply.Status == 403;
}

/// <summary>Whether a proxy reaches the origins.</summary>
/// <param name="Get">How far a GET in absolute-form got.</param>
/// <param name="Connect">How far CONNECT got.</param>
internal sealed record Reach(RequestReach Get, RequestReach Connect)
{
    /// <summary>Whether the proxy connected to an origin.</summary>
    public bool IsReached => Get.IsReached || Connect.IsReached;

    /// <summary>What was sent and what came.</summary>
    public ProbeRound Round => new([Get.Reply, Connect.Reply]);
}
