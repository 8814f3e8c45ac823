using System.Net;
using System.Net.Sockets;
using ConformanceKit.Model;

namespace ConformanceKit.UnderTest;

/// <summary>Where a running proxy listens, from a URI on the command line or from a description.</summary>
/// <param name="Host">Name or address, an IPv6 address without brackets.</param>
/// <param name="Port">Its port.</param>
/// <param name="Authority">Host and port as in a URI.</param>
/// <param name="User">User name, decoded, or null.</param>
/// <param name="Password">Password, decoded, or null.</param>
internal sealed record ProxyAddress(string Host, int Port, string Authority, string? User, string? Password)
{
    /// <summary>A second user, with non-ASCII characters, or null; see <see cref="Listener.Utf8"/>.</summary>
    public UserPassword? Utf8 { get; init; }

    /// <summary>The time after which it gives up, if that is short; see <see cref="Listener.Patience"/>.</summary>
    public TimeSpan? Patience { get; init; }

    /// <summary>Whether clients speak TLS to it.</summary>
    public bool IsTls { get; init; }

    /// <summary>The address of a host and a port.</summary>
    /// <param name="host">Name or address, an IPv6 address without brackets.</param>
    /// <param name="port">The port.</param>
    public static ProxyAddress At(string host, int port) =>
        new(host, port, host.Contains(':', StringComparison.Ordinal) ? $"[{host}]:{port}" : $"{host}:{port}", null, null);

    /// <summary>The listener there.</summary>
    /// <param name="endPoint">The resolved address.</param>
    public Listener ListenerAt(IPEndPoint endPoint) =>
        new(endPoint, User, Password) { Utf8 = Utf8, Patience = Patience, IsTls = IsTls };

    /// <summary>The addresses of the host.</summary>
    /// <param name="cancel">Ends the waiting.</param>
    /// <exception cref="HarnessException">The name cannot be resolved.</exception>
    public async Task<IPAddress[]> ResolveAsync(CancellationToken cancel)
    {
        try
        {
            return await Dns.GetHostAddressesAsync(Host, cancel);
        }
        catch (SocketException unknown)
        {
            throw new HarnessException($"The host name of {Authority} cannot be resolved: {unknown.Message}.", unknown);
        }
    }

    /// <summary>Reads the URI of a listener with or without credentials.</summary>
    /// <param name="option">The option that the URI came from, for the message.</param>
    /// <param name="text">The URI.</param>
    /// <param name="scheme">The scheme that it must have.</param>
    /// <exception cref="UsageException">It is malformed.</exception>
    public static ProxyAddress ParseEither(string option, string text, string scheme) =>
        Parse(option, text, withCredentials: text.Contains('@', StringComparison.Ordinal), scheme);

    /// <summary>Reads <c>http://HOST:PORT</c> or <c>http://USER:PASSWORD@HOST:PORT</c>, the userinfo percent-encoded.</summary>
    /// <param name="option">The option that the URI came from, for the message.</param>
    /// <param name="text">The URI.</param>
    /// <param name="withCredentials">Whether credentials are required; otherwise they are not allowed.</param>
    /// <param name="scheme">The scheme that it must have.</param>
    /// <exception cref="UsageException">It is malformed.</exception>
    public static ProxyAddress Parse(string option, string text, bool withCredentials, string scheme = "http")
    {
        var form = withCredentials
            ? $"{scheme}://USER:PASSWORD@HOST:PORT, user and password percent-encoded"
            : $"{scheme}://HOST:PORT";
        UsageException Wrong(string why) => new($"{option} {text}: {why}; write {form}.");

        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri))
            throw Wrong("not a URI");
        if (uri.Scheme != scheme)
        {
            throw Wrong(OptionFor(uri.Scheme) is { } other && other != option
                ? $"the scheme is '{uri.Scheme}', which is for {other}"
                : $"the scheme is '{uri.Scheme}'");
        }

        if (uri.PathAndQuery is not ("/" or "") || uri.Fragment.Length > 0)
            throw Wrong("nothing may follow the port");
        if (!HasPort(text) || uri.Port < 1)
            throw Wrong("the port is missing");
        var colon = uri.UserInfo.IndexOf(':', StringComparison.Ordinal);
        if (withCredentials && colon < 1)
            throw Wrong("user and password are missing");
        if (!withCredentials && uri.UserInfo.Length > 0)
            throw Wrong("credentials belong in --auth-proxy");

        return new ProxyAddress(
            uri.HostNameType == UriHostNameType.IPv6 ? uri.DnsSafeHost : uri.Host,
            uri.Port,
            $"{uri.Host}:{uri.Port}",
            withCredentials ? Uri.UnescapeDataString(uri.UserInfo[..colon]) : null,
            withCredentials ? Uri.UnescapeDataString(uri.UserInfo[(colon + 1)..]) : null);
    }

    /// <summary>How to grade an instance, with a leading space, if a name looks like its address; otherwise empty.</summary>
    /// <param name="name">What was given as a name.</param>
    public static string Hint(string name)
    {
        var uri = name.Contains("://", StringComparison.Ordinal) ? name : $"http://{name}";
        return Uri.TryCreate(uri, UriKind.Absolute, out var parsed) && OptionFor(parsed.Scheme) is { } option && HasPort(uri)
            ? $" For an instance that is already running, use {option} {uri}."
            : "";
    }

    // The option for an instance that is spoken to in this way.
    private static string? OptionFor(string scheme) => scheme switch
    {
        "http" => "--proxy",
        "https" => "--tls-proxy",
        "socks5" or "socks5h" => "--socks-proxy",
        _ => null,
    };

    // Uri fills in a missing port with 80, so it does not show whether the port was given.
    private static bool HasPort(string text)
    {
        var authority = text.Split('/')[2];
        var hostPort = authority[(authority.LastIndexOf('@') + 1)..];
        return hostPort.LastIndexOf(':') is var colon && colon > hostPort.LastIndexOf(']') && colon < hostPort.Length - 1;
    }
}
