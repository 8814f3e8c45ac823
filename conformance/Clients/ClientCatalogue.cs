using ConformanceKit.Model;

namespace ConformanceKit.Clients;

/// <summary>The clients that are known by name.</summary>
internal static class ClientCatalogue
{
    /// <summary>.NET's HttpClient, inside this process.</summary>
    public const string HttpClient = "httpclient";

    /// <summary>The kit's own client, which does what the RFCs say, inside this process.</summary>
    public const string Scripted = "scripted";

    /// <summary>Every known name.</summary>
    public static IReadOnlyList<string> Names => [HttpClient, Scripted];

    /// <summary>Makes a client.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="UsageException">No client has that name.</exception>
    public static ClientUnderTest Open(string name) => name switch
    {
        HttpClient => new HttpClientUnderTest(),
        Scripted => new ScriptedClient(new()),
        _ => throw new UsageException(
            $"No client is called '{name}'. Known: {string.Join(", ", Names)}.{Closest.Hint(name, Names)}"),
    };
}
