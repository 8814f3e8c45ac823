using ConformanceKit.Containers;
using ConformanceKit.Origins;

namespace ConformanceKit.UnderTest;

/// <summary>A proxy that runs in a container: what its <c>proxy.json</c> says.</summary>
/// <param name="Name">The name in reports and on the command line, which is also its folder's name.</param>
/// <param name="Listeners">
/// Its listeners by name (<see cref="ListenerNames"/>), each with the port inside the container.
/// </param>
public sealed record ProxyDefinition(string Name, IReadOnlyDictionary<string, Listener> Listeners)
{
    /// <summary>The folder with the Dockerfile, or null if <see cref="Image"/> is given.</summary>
    public string? Folder { get; init; }

    /// <summary>An existing image, or null if <see cref="Folder"/> is built.</summary>
    public string? Image { get; init; }

    /// <summary>The version, if the user gives it; otherwise empty.</summary>
    public string Version { get; init; } = "";

    /// <summary>The program and arguments that print its version inside the container; empty if there are none.</summary>
    public IReadOnlyList<string> VersionCommand { get; init; } = [];

    /// <summary>What it offers, listeners included; see <see cref="ProxyFeatures"/>.</summary>
    public IReadOnlySet<string> Features { get; init; } = new HashSet<string>();

    /// <summary>The longest time that it may take from its start to its first reply.</summary>
    public TimeSpan ReadyTimeout { get; init; } = UsualReadyTimeout;

    /// <summary>Kernel capabilities that it needs, without <c>CAP_</c>; all others are dropped.</summary>
    public IReadOnlyList<string> Capabilities { get; init; } = [];

    /// <summary>What the program is given to run with.</summary>
    public ContainerSetup Setup { get; init; } = ContainerSetup.None;

    /// <summary>A .NET project to publish into the build context as <c>publish/</c>, or null.</summary>
    public string? PublishProject { get; init; }

    /// <summary>Whether one request can end the program, which the container then restarts.</summary>
    public bool Fragile { get; init; }

    /// <summary>The ports of the origins.</summary>
    internal OriginPorts Ports { get; init; } = OriginPorts.Default;

    /// <summary>Whether it is graded only if it reaches an origin.</summary>
    internal bool Preflight { get; init; } = true;

    /// <summary>What it is configured to refuse.</summary>
    public DeniedTargets Denies { get; init; } = new();

    /// <summary>How long a proxy may take to get ready unless something else is said: 30 s.</summary>
    internal static TimeSpan UsualReadyTimeout => TimeSpan.FromSeconds(30);

    // What programs in a distribution's image commonly need to bind their port and to switch to their own user.
    private static readonly IReadOnlyList<string> s_usualCapabilities =
        ["CHOWN", "DAC_OVERRIDE", "FOWNER", "KILL", "NET_BIND_SERVICE", "SETGID", "SETUID"];

    /// <summary>A vendor's image, of which only the ports are known.</summary>
    /// <param name="image">The image's name, tag or digest.</param>
    /// <param name="plain">The listener without credentials.</param>
    /// <param name="auth">The listener with credentials, or null.</param>
    public static ProxyDefinition ForImage(string image, Listener plain, Listener? auth = null)
    {
        var listeners = new Dictionary<string, Listener> { [ListenerNames.Plain] = plain };
        var features = new HashSet<string> { ProxyFeatures.Connect, ProxyFeatures.Http, ProxyFeatures.IPv6 };
        if (auth is not null)
        {
            listeners[ListenerNames.Auth] = auth;
            features.Add(ProxyFeatures.Auth);
        }

        return new ProxyDefinition(image, listeners)
        {
            Image = image,
            Features = features,
            Capabilities = s_usualCapabilities,
        };
    }
}
