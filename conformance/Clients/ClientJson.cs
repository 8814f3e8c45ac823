namespace ConformanceKit.Clients;

/// <summary>The content of a <c>client.json</c>, before it is checked.</summary>
internal sealed record ClientJson
{
    public string? Title { get; init; }

    public List<string?>? Features { get; init; }

    public List<string?>? Version { get; init; }

    public List<string?>? Command { get; init; }

    public List<string?>? Credentials { get; init; }

    public List<string?>? ProxyCa { get; init; }

    public List<string?>? NoProxy { get; init; }

    public List<string?>? Script { get; init; }
}
