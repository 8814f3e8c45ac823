using System.Net;
using ConformanceKit.Model;
using ConformanceKit.Origins;

namespace ConformanceKit.UnderTest;

/// <summary>An instance that is already running: where its listeners are, and what is known about it.</summary>
/// <param name="Listeners">
/// Its listeners by name (<see cref="ListenerNames"/>); one of them stands for the proxy (<see cref="Main"/>).
/// </param>
internal sealed record AddressDefinition(IReadOnlyDictionary<string, ProxyAddress> Listeners)
{
    /// <summary>The name in reports; by default the address of the listener that stands for the proxy.</summary>
    public string Name { get; init; } = Listeners[ListenerNames.MainOf(Listeners.Keys)!].Authority;

    /// <summary>The name of the listener that stands for the proxy; see <see cref="ListenerNames.MainOf"/>.</summary>
    public string Main => ListenerNames.MainOf(Listeners.Keys)!;

    /// <summary>Its version, or empty.</summary>
    public string Version { get; init; } = "";

    /// <summary>What it offers, apart from what follows from its listeners.</summary>
    public IReadOnlySet<string> Features { get; init; } = ProxyFeatures.Declarable.ToHashSet();

    /// <summary>What it is configured to refuse.</summary>
    public DeniedTargets Denies { get; init; } = new();

    /// <summary>
    /// This machine's address at which it reaches origins; null for a loopback address that only this run uses.
    /// </summary>
    public IPAddress? Origins { get; init; }

    /// <summary>The ports of the origins.</summary>
    public OriginPorts Ports { get; init; } = OriginPorts.Default;

    /// <summary>Whether it is graded only if it reaches an origin.</summary>
    public bool Preflight { get; init; } = true;

    /// <summary>How long it may take until it answers. 10 s, unless its description says something else.</summary>
    public TimeSpan ReadyTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The instance that the command line names.</summary>
    /// <param name="choice">The command line.</param>
    /// <param name="description">What its <c>--describe</c> says.</param>
    /// <exception cref="UsageException">An address is malformed or missing.</exception>
    public static AddressDefinition Of(ProxyChoice choice, ProxyDescription description)
    {
        // 1. The listeners that are described, and those of the command line, which win.
        var given = GivenListeners.Of(choice);
        var host = (given.GetValueOrDefault(ListenerNames.Plain) ?? given.Values.FirstOrDefault())?.Host;
        var listeners = description.Listeners.ToDictionary(entry => entry.Key, entry => description.AddressOf(entry.Key, host));
        foreach (var (name, address) in given)
            listeners[name] = address with { Utf8 = listeners.GetValueOrDefault(name)?.Utf8 };
        if (ListenerNames.MainOf(listeners.Keys) is null)
        {
            throw new UsageException(choice.Describe is { } file
                ? $"{file}: listeners.plain is missing; add it, or give --proxy http://HOST:PORT."
                : "a listener without credentials is missing: give --proxy http://HOST:PORT, or --socks-proxy socks5://HOST:PORT "
                    + "if the proxy speaks only SOCKS5.");
        }

        // 2. What is known about the instance.
        var definition = new AddressDefinition(listeners)
        {
            Version = choice.Version ?? "",
            Denies = description.Denies,
            Origins = OriginAddressOf(choice.OriginAddress),
            Ports = choice.OriginPorts,
            Preflight = choice.Preflight,
        };
        return definition with
        {
            Name = choice.Name ?? description.Name ?? definition.Name,
            Features = description.FeaturesWith(listeners.Keys),
            ReadyTimeout = description.ReadyTimeout ?? definition.ReadyTimeout,
        };
    }

    /// <summary>Reads <c>--origin-address</c>.</summary>
    /// <param name="text">Its value, or null.</param>
    /// <exception cref="UsageException">It is not an address.</exception>
    public static IPAddress? OriginAddressOf(string? text)
    {
        if (text is null)
            return null;
        return IPAddress.TryParse(text, out var address)
            ? address
            : throw new UsageException($"--origin-address {text}: not an IP address, such as 192.0.2.7.");
    }
}
