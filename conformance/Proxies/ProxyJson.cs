namespace ConformanceKit.Proxies;

/// <summary>The shape of a <c>proxy.json</c>, before anything in it is checked.</summary>
internal sealed record ProxyJson
{
    public string? Name { get; init; }

    public Dictionary<string, ListenerJson?>? Listeners { get; init; }

    public List<string?>? VersionCommand { get; init; }

    public List<string?>? Features { get; init; }

    public ReadyJson? Ready { get; init; }

    public List<string?>? Capabilities { get; init; }

    public PublishJson? Publish { get; init; }
}

/// <summary>One listener.</summary>
internal sealed record ListenerJson(int? Port, string? User, string? Password);

/// <summary>How readiness is found out.</summary>
internal sealed record ReadyJson(int? TimeoutSeconds);

/// <summary>What is published into the build context.</summary>
internal sealed record PublishJson(string? Project);
