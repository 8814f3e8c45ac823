using System.Net;
using System.Net.Sockets;

namespace ConformanceKit.Origins;

/// <summary>
/// A target that lets a connect wait until it is opened: its backlog is full, so that a SYN is dropped; once there is room, the
/// next one that the peer's kernel sends, about a second after the first, is answered.
/// </summary>
public sealed class HeldOrigin : Origin
{
    private readonly IReadOnlyList<Socket> _fillers;
    private readonly Func<IEnumerable<EndPoint>, Acceptor> _accept;

    internal HeldOrigin(string host, Socket listener, IReadOnlyList<Socket> fillers, Func<IEnumerable<EndPoint>, Acceptor> accept)
        : base(host, listener, null) => (_fillers, _accept) = (fillers, accept);

    /// <summary>From now on connections are accepted.</summary>
    /// <remarks>The harness's own connections, which were in the way, do not count.</remarks>
    public void Open() => Begin(_accept([.. _fillers.Select(filler => filler.LocalEndPoint!)]));

    private protected override ValueTask DisposeCoreAsync()
    {
        foreach (var filler in _fillers)
            filler.Dispose();
        return base.DisposeCoreAsync();
    }
}
