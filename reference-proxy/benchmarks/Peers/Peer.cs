using System.Net;

namespace ConformanceKit.ReferenceProxy.Benchmarks.Peers;

/// <summary>What is measured: a running proxy, or the way to the origins without one.</summary>
/// <param name="name">Its name on the command line.</param>
/// <param name="proxy">Where it listens; null without a proxy.</param>
internal sealed class Peer(string name, IPEndPoint? proxy)
{
    /// <summary>Its name on the command line.</summary>
    public string Name => name;

    /// <summary>Where it listens; null without a proxy.</summary>
    public IPEndPoint? Proxy => proxy;

    /// <summary>What its processes have used so far; nothing without a proxy.</summary>
    public ProcessUse Use() => throw new NotSupportedException(name);
}
