using System.Net;
using System.Net.Sockets;
using ConformanceKit.ReferenceProxy;
using ConformanceKit.Wire;

namespace ConformanceKit.Trying;

/// <summary>
/// The names that stand for an origin of the kit's own, so that requests need no network: those under <c>.test</c>, which no
/// resolver ever knows (RFC 6761 §6.2), and others that the user chooses. The reference inside this process, or a mutant of it,
/// resolves them itself; for any other proxy, the request has to name the origin's address instead.
/// </summary>
/// <param name="others">The user's names.</param>
internal sealed class StandIn(IReadOnlyList<string> others)
{
    // An address of a documentation network (RFC 5737): nothing else is there, and it is never really dialled.
    private static readonly IPAddress s_address = IPAddress.Parse("192.0.2.1");

    /// <summary>Where the origin listens, once it does.</summary>
    public IPEndPoint? Origin { get; set; }

    /// <summary>Whether a name is one of them.</summary>
    /// <param name="host">The name, or null.</param>
    public bool Is(string? host) => host?.TrimEnd('.') is { Length: > 0 } name
        && (name.EndsWith(".test", StringComparison.OrdinalIgnoreCase)
            || others.Contains(name, StringComparer.OrdinalIgnoreCase));

    /// <summary>Lets the reference find the origin by these names, at any port, in its own way of dialling.</summary>
    /// <param name="options">The options of the reference, with a resolver.</param>
    public ProxyOptions Into(ProxyOptions options)
    {
        var connect = options.Connect ?? DialAsync;
        return options with
        {
            Resolve = name => Is(name) ? [s_address] : options.Resolve!(name),
            Connect = (address, cancel) => connect(address.Address.Equals(s_address) ? Origin ?? address : address, cancel),
        };
    }

    private static Task<Socket> DialAsync(IPEndPoint address, CancellationToken cancel) =>
        TcpSocket.ConnectAsync(TcpSocket.For(address), address, cancel);
}
