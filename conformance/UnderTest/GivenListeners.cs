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
        foreach (var uri in choice.TlsAddresses)
        {
            var address = ProxyAddress.ParseEither("--tls-proxy", uri, "https") with { IsTls = true };
            Add("--tls-proxy", address, ListenerNames.Tls, ListenerNames.TlsAuth);
        }

        foreach (var uri in choice.H2Addresses)
        {
            var address = ProxyAddress.ParseEither("--h2-proxy", uri, "https") with { IsTls = true };
            Add("--h2-proxy", address, ListenerNames.H2, ListenerNames.H2Auth);
        }

        foreach (var uri in choice.H2cAddresses)
        {
            var address = ProxyAddress.ParseEither("--h2c-proxy", uri, "http");
            Add("--h2c-proxy", address, ListenerNames.H2c, ListenerNames.H2cAuth);
        }

        foreach (var uri in choice.SocksAddresses)
        {
            var address = ProxyAddress.ParseEither("--socks-proxy", uri, "socks5");
            Add("--socks-proxy", address, ListenerNames.Socks5, ListenerNames.Socks5Auth);
        }

        return listeners;

        void Add(string option, ProxyAddress address, string without, string with)
        {
            if (!listeners.TryAdd(address.User is null ? without : with, address))
            {
                var kind = address.User is null ? "without" : "with";
                throw new UsageException(
                    $"{option} is given twice {kind} credentials: give it once without and once with credentials at most.");
            }
        }
    }
}
