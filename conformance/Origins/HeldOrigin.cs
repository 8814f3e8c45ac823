using System.Net;
using System.Net.Sockets;

namespace ConformanceKit.Origins;

/// <summary>
/// A target that keeps a connect waiting until it is opened: its backlog is full, so the first SYN is dropped. Once there is
/// room, the SYN that the peer's kernel retransmits, about a second after the first, is answered.
/// </summary>
public sealed class HeldOrigin : Origin
{
    private readonly IReadOnlyList<Socket> _fillers;
    private readonly Func<IEnumerable<EndPoint>, Acceptor> _accept;

    internal HeldOrigin(string host, Socket listener, IReadOnlyList<Socket> fillers, Func<IEnumerable<EndPoint>, Acceptor> accept)
        : base(host, listener, null) => (_fillers, _accept) = (fillers, accept);

    /// <summary>Accepts connections from now on.</summary>
    /// <remarks>The harness's own connections, which filled the backlog, are not counted.</remarks>
    public void Open() => Begin(_accept([.. _fillers.Select(filler => filler.LocalEndPoint!)]));

    private protected override ValueTask DisposeCoreAsync()
    {
        foreach (var filler in _fillers)
            filler.Dispose();
        return base.DisposeCoreAsync();
    }
}
