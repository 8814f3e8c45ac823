using System.Globalization;
using System.Net;

namespace ConformanceKit.ReferenceProxy.Dialling;

/// <summary>A destination that the proxy does not connect to: a name or a network, on one port or on all.</summary>
public sealed record DenyRule
{
    private DenyRule(string? host, IPNetwork? network, int? port) => (Host, Network, Port) = (host, network, port);

    /// <summary>The denied name, or null if the rule is about addresses.</summary>
    public string? Host { get; }

    /// <summary>The denied addresses, or null if the rule is about a name. Names are resolved before this is checked.</summary>
    public IPNetwork? Network { get; }

    /// <summary>The denied port, or null for all.</summary>
    public int? Port { get; }

    /// <summary>
    /// Reads <c>HOST</c>, <c>ADDRESS</c> or <c>ADDRESS/BITS</c>, each with an optional <c>:PORT</c>; an IPv6 address with a port
    /// is in brackets.
    /// </summary>
    /// <exception cref="FormatException">The text is none of these.</exception>
    public static DenyRule Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var (destination, port) = SplitPort(text);
        if (IPAddress.TryParse(destination, out var address))
            return new DenyRule(null, Plain(new IPNetwork(address, address.GetAddressBytes().Length * 8)), port);
        if (destination.Contains('/', StringComparison.Ordinal))
        {
            var isNetwork = IPNetwork.TryParse(destination, out var network);
            return new DenyRule(null, isNetwork ? Plain(network) : throw Wrong(text), port);
        }

        if (destination.Length == 0 || destination.AsSpan().ContainsAny(" :@[]"))
            throw Wrong(text);
        return new DenyRule(destination.TrimEnd('.'), null, port);
    }

    private static (string Destination, int? Port) SplitPort(string text)
    {
        var colon = text.LastIndexOf(':');
        var unbracketedIpv6 = !text.StartsWith('[') && text.AsSpan().Count(':') > 1;
        if (colon < 0 || unbracketedIpv6 || text.EndsWith(']'))
            return (text.Trim('[', ']'), null);

        var isPort = int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port);
        return isPort && port is >= 1 and <= 65535 ? (text[..colon].Trim('[', ']'), port) : throw Wrong(text);
    }

    // IPv4-mapped IPv6 addresses (RFC 4291 §2.5.5.2): the rule is about the IPv4 addresses.
    private static IPNetwork Plain(IPNetwork network) => network.BaseAddress.IsIPv4MappedToIPv6 && network.PrefixLength >= 96
        ? new IPNetwork(network.BaseAddress.MapToIPv4(), network.PrefixLength - 96)
        : network;

    private static FormatException Wrong(string text) =>
        new($"'{text}' is not a host, an address or a network, such as example.com, 10.0.0.0/8 or [::1]:25.");
}
