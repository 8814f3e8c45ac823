namespace ConformanceKit.UnderTest;

/// <summary>The content of a <c>proxy.json</c>, before it is checked.</summary>
internal sealed record ProxyJson
{
    public string? Name { get; init; }

    public Dictionary<string, ListenerJson?>? Listeners { get; init; }

    public List<string?>? VersionCommand { get; init; }

    public List<string?>? Features { get; init; }

    public ReadyJson? Ready { get; init; }

    public List<string?>? Capabilities { get; init; }

    public Dictionary<string, string?>? Environment { get; init; }

    public List<string?>? Arguments { get; init; }

    public Dictionary<string, string?>? Files { get; init; }

    public PublishJson? Publish { get; init; }

    public DeniesJson? Denies { get; init; }

    public bool Fragile { get; init; }
}

/// <summary>One listener.</summary>
internal sealed record ListenerJson(int? Port, string? User, string? Password, UserJson? Utf8, int? Seconds)
{
    public string? Address { get; init; }

    public string? Certificate { get; init; }

    public string? Key { get; init; }
}

/// <summary>One more user of a listener.</summary>
internal sealed record UserJson(string? User, string? Password);

/// <summary>What the proxy is configured to refuse.</summary>
internal sealed record DeniesJson(int? Port, string? Address);

/// <summary>How to wait until the proxy is ready.</summary>
internal sealed record ReadyJson(int? TimeoutSeconds);

/// <summary>What is published into the build context.</summary>
internal sealed record PublishJson(string? Project);
