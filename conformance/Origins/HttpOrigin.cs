using System.Net.Sockets;
using ConformanceKit.Model;
using ConformanceKit.Wire;

namespace ConformanceKit.Origins;

/// <summary>An origin that reads HTTP/1 requests and answers with scripted bytes.</summary>
public sealed class HttpOrigin : Origin
{
    private readonly HttpScript _script;

    internal HttpOrigin(string host, Socket socket, Acceptor acceptor, HttpScript script, TlsLayer? tls)
        : base(host, socket, acceptor, tls) => _script = script;

    /// <summary>
    /// The requests so far, in the order in which they were completed. Indexing one that never came throws
    /// <see cref="RequirementBrokenException"/> with <c>origin-not-contacted</c>.
    /// </summary>
    public IReadOnlyList<WireRequest> Requests => new SeenRequests(this, _script.Requests);

    /// <summary>
    /// The requests that the origin rejected as malformed, so that an error status may be the origin's own. Requests that were
    /// broken off are not included.
    /// </summary>
    public IReadOnlyList<WireRequest> Rejected => _script.Rejected;

    /// <summary>Waits for the next request that has not been returned yet.</summary>
    /// <param name="cancel">Ends the waiting; by default the scenario's end does.</param>
    /// <returns>The request.</returns>
    /// <exception cref="RequirementBrokenException">
    /// <c>origin-not-contacted</c>: none came in time; or the script's own failure.
    /// </exception>
    public Task<WireRequest> NextRequestAsync(CancellationToken cancel = default) =>
        _script.NextAsync(this, Listening.EndOf(cancel));
}
