using ConformanceKit.ReferenceProxy.Http;

namespace ConformanceKit.ReferenceProxy.Forwarding;

/// <summary>Why an exchange with an origin ended.</summary>
internal enum ExchangeEnd
{
    /// <summary>The response has been passed on completely.</summary>
    Complete,

    /// <summary>There is no response to pass on; <see cref="ExchangeOutcome.Rejected"/> says why.</summary>
    NoResponse,

    /// <summary>The response ended too early, after its head had been passed on.</summary>
    ResponseTruncated,

    /// <summary>The client no longer accepts or sends anything.</summary>
    ClientGone,
}

/// <summary>Why the relay of a request ended.</summary>
internal enum UploadEnd
{
    /// <summary>The origin has the whole request.</summary>
    Complete,

    /// <summary>The origin accepts no more; it may have answered all the same.</summary>
    OriginStopped,

    /// <summary>The client closed before the end.</summary>
    ClientGone,

    /// <summary>The body violates its framing.</summary>
    Malformed,

    /// <summary>The rest of the request was no longer needed.</summary>
    Cancelled,
}

/// <summary>What became of an exchange with an origin.</summary>
/// <param name="End">Why it ended.</param>
/// <param name="Status">The status passed on, or 0.</param>
/// <param name="Framing">The framing towards the client.</param>
/// <param name="Closes">Whether the client was told that the connection closes.</param>
/// <param name="Rejected">Why there is no response to pass on.</param>
/// <param name="Content">Bytes of content passed on.</param>
/// <param name="OriginPersists">Whether the origin leaves its connection open after the response (RFC 9112 §9.3).</param>
internal sealed record ExchangeOutcome(
    ExchangeEnd End, int Status = 0, BodyFraming Framing = default, bool Closes = true, RejectionReason? Rejected = null,
    long Content = 0, bool OriginPersists = false);
