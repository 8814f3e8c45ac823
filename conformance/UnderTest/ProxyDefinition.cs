namespace ConformanceKit.UnderTest;

/// <summary>One listener inside a proxy's container.</summary>
/// <param name="Port">The port it listens on.</param>
/// <param name="User">A user whom it accepts, or null where it asks for no credentials.</param>
/// <param name="Password">That user's password, or null.</param>
public sealed record ListenerDefinition(int Port, string? User = null, string? Password = null)
{
    /// <summary>A second user whom it accepts, with characters beyond ASCII, or null.</summary>
    public UserPassword? Utf8 { get; init; }

    /// <summary>After how long it gives up on an incomplete head and on a quiet tunnel, where that is short; else null.</summary>
    public TimeSpan? Patience { get; init; }
}

/// <summary>A proxy that runs in a container: what its <c>proxy.json</c> says.</summary>
/// <param name="Name">The name in reports and on the command line; also its folder's name.</param>
/// <param name="Listeners">
/// Its listeners by name: <c>plain</c>, and <c>auth</c>, <c>digest</c>, <c>impatient</c>, <c>tls</c> and <c>h2</c> where it has them.
/// </param>
public sealed record ProxyDefinition(string Name, IReadOnlyDictionary<string, ListenerDefinition> Listeners)
{
    /// <summary>The folder with the Dockerfile, or null where <see cref="Image"/> is given.</summary>
    public string? Folder { get; init; }

    /// <summary>An image that exists already, or null where <see cref="Folder"/> is built.</summary>
    public string? Image { get; init; }

    /// <summary>The program and arguments that print its version inside the container; empty where there are none.</summary>
    public IReadOnlyList<string> VersionCommand { get; init; } = [];

    /// <summary>What it offers, listeners included; see <see cref="ProxyFeatures"/>.</summary>
    public IReadOnlySet<string> Features { get; init; } = new HashSet<string>();

    /// <summary>The longest it may take from its start to its first reply.</summary>
    public TimeSpan ReadyTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Kernel capabilities that it needs, without <c>CAP_</c>; every other one is dropped.</summary>
    public IReadOnlyList<string> Capabilities { get; init; } = [];

    /// <summary>A .NET project to publish into the build context as <c>publish/</c>, or null.</summary>
    public string? PublishProject { get; init; }

    /// <summary>Whether one request can end the program; it is started again inside the container.</summary>
    public bool Fragile { get; init; }

    /// <summary>What it is configured to refuse.</summary>
    public DeniedTargets Denies { get; init; } = new();

    // What the programs of a distribution's image commonly need to bind their port and to become their own user.
    private static readonly IReadOnlyList<string> UsualCapabilities =
        ["CHOWN", "DAC_OVERRIDE", "FOWNER", "KILL", "NET_BIND_SERVICE", "SETGID", "SETUID"];

    /// <summary>A vendor's image, with nothing known of it but its ports.</summary>
    /// <param name="image">The image's name, tag or digest.</param>
    /// <param name="plain">The listener without credentials.</param>
    /// <param name="auth">The listener with credentials, or null.</param>
    public static ProxyDefinition ForImage(string image, ListenerDefinition plain, ListenerDefinition? auth = null)
    {
        var listeners = new Dictionary<string, ListenerDefinition> { ["plain"] = plain };
        var features = new HashSet<string> { ProxyFeatures.Connect, ProxyFeatures.Http, ProxyFeatures.IPv6 };
        if (auth is not null)
        {
            listeners["auth"] = auth;
            features.Add(ProxyFeatures.Auth);
        }

        return new ProxyDefinition(image, listeners)
        {
            Image = image, Features = features, Capabilities = UsualCapabilities,
        };
    }
}
