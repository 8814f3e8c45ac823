using ConformanceKit.Containers;
using ConformanceKit.Model;

namespace ConformanceKit.UnderTest;

/// <summary>What a <c>proxy.json</c> says about a proxy, wherever it runs; every field has been checked.</summary>
internal sealed record ProxyDescription
{
    /// <summary>The description of a proxy about which nothing is known.</summary>
    public static ProxyDescription Unknown { get; } = new();

    /// <summary>The file, for messages.</summary>
    public string File { get; init; } = "";

    /// <summary>The name, or null.</summary>
    public string? Name { get; init; }

    /// <summary>The listeners by name, each with its port.</summary>
    public IReadOnlyDictionary<string, Listener> Listeners { get; init; } = new Dictionary<string, Listener>();

    /// <summary>The host name or address of those listeners that have one of their own.</summary>
    public IReadOnlyDictionary<string, string> Hosts { get; init; } = new Dictionary<string, string>();

    /// <summary>The declared features, without those that follow from listeners; null if the file does not say.</summary>
    public IReadOnlySet<string>? Features { get; init; }

    /// <summary>What the proxy is configured to refuse.</summary>
    public DeniedTargets Denies { get; init; } = new();

    /// <summary>The program and arguments that print its version in a container; empty if there are none.</summary>
    public IReadOnlyList<string> VersionCommand { get; init; } = [];

    /// <summary>How long it may take until it answers; null if the file does not say.</summary>
    public TimeSpan? ReadyTimeout { get; init; }

    /// <summary>The capabilities that a container needs; null if the file does not say.</summary>
    public IReadOnlyList<string>? Capabilities { get; init; }

    /// <summary>What the program in a container is given.</summary>
    public ContainerSetup Setup { get; init; } = ContainerSetup.None;

    /// <summary>Whether one request can end the program.</summary>
    public bool Fragile { get; init; }

    /// <summary>The features that follow from the listeners.</summary>
    public IEnumerable<string> ListenerFeatures => Listeners.Keys.Where(name => name != ListenerNames.Plain);

    /// <summary>What the proxy offers, apart from what follows from its listeners.</summary>
    /// <param name="listeners">All of its listeners, those of the command line included.</param>
    /// <returns>What the file says; if it says nothing, whatever a proxy with such listeners can offer.</returns>
    /// <exception cref="UsageException">The file says what such a proxy cannot offer.</exception>
    public IReadOnlySet<string> FeaturesWith(IEnumerable<string> listeners)
    {
        var possible = ProxyFeatures.Declarable;
        if (ListenerNames.MainOf(listeners) != ListenerNames.Plain)
            possible = [.. possible.Where(feature => !ProxyFeatures.IsOfHttp(feature))];
        new FieldCheck(File).That(Features?.IsSubsetOf(possible) ?? true, "features",
            "contains what needs a listener for HTTP; remove it, or add listeners.plain");
        return Features ?? possible.ToHashSet();
    }

    /// <summary>Reads the file that <c>--describe</c> names; without one, nothing is known.</summary>
    /// <param name="path">The file, or null.</param>
    /// <exception cref="UsageException">The file cannot be read or is wrong.</exception>
    public static ProxyDescription Read(string? path) =>
        path is null ? Unknown : ProxyFields.Check(path, ProxyFields.Parse(path, "--describe "));

    /// <summary>Where a listener of a running instance is.</summary>
    /// <param name="name">The listener.</param>
    /// <param name="otherwise">Its host if it has none of its own; null if that is not known.</param>
    /// <exception cref="UsageException">No host is known.</exception>
    public ProxyAddress AddressOf(string name, string? otherwise)
    {
        var listener = Listeners[name];
        var host = Hosts.GetValueOrDefault(name) ?? otherwise ?? throw new UsageException(
            $"{File}: listeners.{name}.address is missing; give a host name or an IP address, or --proxy http://HOST:PORT.");
        return ProxyAddress.At(host, listener.EndPoint.Port) with
        {
            User = listener.User,
            Password = listener.Password,
            Utf8 = listener.Utf8,
            Patience = listener.Patience,
            IsTls = listener.IsTls,
        };
    }

    /// <summary>A vendor's image that this describes.</summary>
    /// <param name="choice">The command line.</param>
    /// <exception cref="UsageException">The port is missing.</exception>
    public ProxyDefinition ForImage(ProxyChoice choice)
    {
        var listeners = new Dictionary<string, Listener>(Listeners);
        if (choice.Port is { } port)
            listeners[ListenerNames.Plain] = Listener.OnPort(port);
        if (ListenerNames.MainOf(listeners.Keys) is not { } main)
            throw new UsageException($"{File}: listeners.plain is missing; add it, or give --port N.");
        var image = ProxyDefinition.ForImage(choice.Image!, listeners[main]);
        return image with
        {
            Name = choice.Name ?? Name ?? image.Name,
            Version = choice.Version ?? "",
            VersionCommand = VersionCommand,
            Listeners = listeners,
            Features = FeaturesWith(listeners.Keys).Concat(ListenerFeatures).ToHashSet(),
            Denies = Denies,
            ReadyTimeout = ReadyTimeout ?? image.ReadyTimeout,
            Capabilities = Capabilities ?? image.Capabilities,
            Setup = Setup,
            Fragile = Fragile,
        };
    }
}
