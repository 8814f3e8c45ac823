using System.Net;
using ConformanceKit.ReferenceProxy.Http;

namespace ConformanceKit.ReferenceProxy;

/// <summary>Options that cannot work, or that would make an open relay by accident.</summary>
internal static class OptionsCheck
{
    /// <summary>Throws when the options are not acceptable; the message says which and why.</summary>
    public static void Check(ProxyOptions options)
    {
        if (!IPAddress.IsLoopback(options.Listen.Address) && options.Credentials.Count == 0 && options.AllowedClients is null)
        {
            throw new ArgumentException(
                $"listening on {options.Listen} would serve everybody: ask for credentials (--credentials) or name the clients (--allow)");
        }

        if (!Token.IsToken(options.Name) || !char.IsAsciiLetter(options.Name[0]))
            throw new ArgumentException($"the name '{options.Name}' is not a token that starts with a letter");
        if (options.Realm.Any(c => c is < ' ' or > '~'))
            throw new ArgumentException("the realm is not plain ASCII text");

        Positive(options.DialTimeout, "dial timeout");
        Positive(options.IdleTimeout, "idle timeout");
        Positive(options.HeaderTimeout, "header timeout");
        Positive(options.DrainTimeout, "drain timeout");
        Positive(options.LingerTimeout, "linger timeout");
        if (options.MaxRequestLine < 1 || options.MaxHead < 1 || options.MaxConnections < 1)
            throw new ArgumentException("a limit is at least 1");
    }

    // Timers count milliseconds in 32 bits.
    private static void Positive(TimeSpan value, string name)
    {
        if (value <= TimeSpan.Zero || value > TimeSpan.FromDays(40))
            throw new ArgumentException($"the {name} is not between 0 and 40 days");
    }
}
