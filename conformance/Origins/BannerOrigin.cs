using System.Net.Sockets;

namespace ConformanceKit.Origins;

/// <summary>An origin that sends first, as soon as it accepts a connection.</summary>
public sealed class BannerOrigin : Origin
{
    internal BannerOrigin(string host, Socket socket, Acceptor acceptor, string banner)
        : base(host, socket, acceptor) => Banner = banner;

    /// <summary>What it sends first, each character one byte.</summary>
    public string Banner { get; }
}
