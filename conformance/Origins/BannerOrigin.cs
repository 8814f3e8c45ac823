using System.Net.Sockets;

namespace ConformanceKit.Origins;

/// <summary>An origin that speaks first, as soon as it accepts.</summary>
public sealed class BannerOrigin : Origin
{
    internal BannerOrigin(string host, Socket socket, Acceptor acceptor, string banner)
        : base(host, socket, acceptor) => Banner = banner;

    /// <summary>What it says first, each character one byte.</summary>
    public string Banner { get; }
}
