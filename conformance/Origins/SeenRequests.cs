using System.Collections;
using ConformanceKit.Model;
using ConformanceKit.Wire;

namespace ConformanceKit.Origins;

/// <summary>The requests that an origin saw. Indexing one that never came counts as a fault of the proxy.</summary>
/// <param name="origin">The origin.</param>
/// <param name="requests">The requests, in order.</param>
internal sealed class SeenRequests(Origin origin, IReadOnlyList<WireRequest> requests) : IReadOnlyList<WireRequest>
{
    /// <inheritdoc/>
    public int Count => requests.Count;

    /// <summary>One request.</summary>
    /// <param name="index">Which, from 0.</param>
    /// <exception cref="RequirementBrokenException"><c>origin-not-contacted</c>: it never came.</exception>
    public WireRequest this[int index] => index < requests.Count
        ? requests[index]
        : throw new RequirementBrokenException(
            ReasonIds.OriginNotContacted,
            $"expected at least {index + 1} requests from the proxy at {origin.Authority}, but there were {requests.Count}")
        {
            Marks = [origin.Missing($"has seen {requests.Count} requests so far")],
        };

    /// <inheritdoc/>
    public IEnumerator<WireRequest> GetEnumerator() => requests.GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
