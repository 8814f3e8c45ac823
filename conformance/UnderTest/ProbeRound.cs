namespace ConformanceKit.UnderTest;

/// <summary>The outcome of probing a listener with every form of request.</summary>
/// <param name="Replies">One for each request that was sent.</param>
internal sealed record ProbeRound(IReadOnlyList<ProbeReply> Replies)
{
    /// <summary>Whether a reply in the listener's protocol came.</summary>
    public bool IsAnswered => Replies.Any(reply => reply.IsAnswer);

    /// <summary>Whether the port at least accepts connections.</summary>
    public bool IsAccepted => Replies.Any(reply => reply.IsAccepted);

    /// <summary>
    /// Whether a connection was kept open, or something was received on it. An engine that forwards a port accepts every
    /// connection and at once closes those that it cannot pass on, so accepting alone says nothing about the program.
    /// </summary>
    public bool IsHeld => Replies.Any(reply => reply.IsHeld);

    /// <summary>Whether no more than the beginning of a reply came to any request.</summary>
    public bool IsCutShort => Replies.All(reply => reply.IsCutShort);

    /// <summary>What was sent and what came, for people to read.</summary>
    public override string ToString() => string.Join("; ", Replies.GroupBy(reply => reply.Came)
        .Select(same => $"for {string.Join(" and ", same.Select(reply => $"\"{reply.Sent}\""))} {same.Key}"));
}

/// <summary>What a reply says about a request, in any protocol.</summary>
internal enum ProbeMeaning
{
    /// <summary>Nothing that matters here, or there is no reply.</summary>
    Other,

    /// <summary>That it succeeded.</summary>
    Success,

    /// <summary>That something else should be requested.</summary>
    Redirect,

    /// <summary>That credentials are required.</summary>
    CredentialsRequired,

    /// <summary>That the policy forbids it.</summary>
    Forbidden,

    /// <summary>That the server could not do it.</summary>
    ServerError,
}

/// <summary>The outcome of one request.</summary>
/// <param name="Sent">Its request line.</param>
/// <param name="Came">What came, as a clause for people to read.</param>
internal sealed record ProbeReply(string Sent, string Came)
{
    /// <summary>Whether the connection was established.</summary>
    public bool IsAccepted { get; init; } = true;

    /// <summary>Whether the connection stayed open until the probe gave up, or something was received on it.</summary>
    public bool IsHeld { get; init; }

    /// <summary>Whether a reply in the listener's protocol came.</summary>
    public bool IsAnswer { get; init; }

    /// <summary>Whether the reply was still incomplete when the probe gave up or the connection ended.</summary>
    public bool IsCutShort { get; init; }

    /// <summary>What the reply says.</summary>
    public ProbeMeaning Meaning { get; init; }
}
