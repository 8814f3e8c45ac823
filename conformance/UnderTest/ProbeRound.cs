namespace ConformanceKit.UnderTest;

/// <summary>What came of asking a listener in every form.</summary>
/// <param name="Replies">One for each request that was sent.</param>
internal sealed record ProbeRound(IReadOnlyList<ProbeReply> Replies)
{
    /// <summary>Whether an HTTP reply came.</summary>
    public bool IsAnswered => Replies.Any(reply => reply.IsAnswer);

    /// <summary>Whether the port at least takes connections.</summary>
    public bool IsAccepted => Replies.Any(reply => reply.IsAccepted);

    /// <summary>
    /// Whether a connection was kept, or something was said on it: where an engine forwards a port, it closes at once what it
    /// cannot pass on, so that to accept alone says nothing of the program behind.
    /// </summary>
    public bool IsHeld => Replies.Any(reply => reply.IsHeld);

    /// <summary>What was sent and what came, for people.</summary>
    public override string ToString() => string.Join("; ", Replies.GroupBy(reply => reply.Came)
        .Select(same => $"to {string.Join(" and ", same.Select(reply => $"\"{reply.Sent}\""))} {same.Key}"));
}

/// <summary>What came of one request.</summary>
/// <param name="Sent">Its request line.</param>
/// <param name="Came">What came, for people.</param>
internal sealed record ProbeReply(string Sent, string Came)
{
    /// <summary>Whether the connection was established.</summary>
    public bool IsAccepted { get; init; } = true;

    /// <summary>Whether the connection was kept until it was given up, or something came on it.</summary>
    public bool IsHeld { get; init; }

    /// <summary>Whether it is an HTTP reply.</summary>
    public bool IsAnswer { get; init; }

    /// <summary>Whether it is a 5xx.</summary>
    public bool IsServerError { get; init; }
}
