using ConformanceKit.Model;

namespace ConformanceKit.UnderTest;

/// <summary>The listeners of a running instance that the command line names, each by the option for its kind.</summary>
internal static class GivenListeners
{
    /// <summary>Reads them.</summary>
    /// <param name="choice">The command line.</param>
    /// <returns>The addresses by <see cref="ListenerNames"/>.</returns>
    /// <exception cref="UsageException">An address is malformed, or two are for the same listener.</exception>
    public static IReadOnlyDictionary<string, ProxyAddress> Of(ProxyChoice choice)
    {
        var listeners = new Dictionary<string, ProxyAddress>();
        if (choice.Address is { } plain)
            listeners[ListenerNames.Plain] = ProxyAddress.Parse("--proxy", plain, withCredentials: false);
        if (choice.AuthAddress is { } auth)
            listeners[ListenerNames.Auth] = ProxyAddress.Parse("--auth-proxy", auth, withCredentials: true);
        Read("--tls-proxy", choice.TlsAddresses, "https", ListenerNames.Tls, ListenerNames.TlsAuth);
        Read("--h2-proxy", choice.H2Addresses, "https", ListenerNames.H2, ListenerNames.H2Auth);
        Read("--h2c-proxy", choice.H2cAddresses, "http", ListenerNames.H2c, ListenerNames.H2cAuth);
        Read("--socks-proxy", choice.SocksAddresses, "socks5", ListenerNames.Socks5, ListenerNames.Socks5Auth);
        return listeners;

        void Read(string option, IReadOnlyList<string> uris, string scheme, string without, string with)
        {
            foreach (var uri in uris)
            {
                var address = ProxyAddress.ParseEither(option, uri, scheme) with { IsTls = ListenerNames.IsTls(without) };
                if (listeners.TryAdd(address.User is null ? without : with, address))
                    continue;
                var kind = address.User is null ? "without" : "with";
                throw new UsageException(
                    $"{option} is given twice {kind} credentials: give it once without and once with credentials at most.");
            }
        }
    }
}
