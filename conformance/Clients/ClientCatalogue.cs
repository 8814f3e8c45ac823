using ConformanceKit.Model;
using ConformanceKit.UnderTest;

namespace ConformanceKit.Clients;

/// <summary>
/// The clients that are known by name: those without a folder, the kit's own folders, and those in a directory that the user names.
/// </summary>
internal sealed class ClientCatalogue
{
    /// <summary>.NET's HttpClient, inside this process.</summary>
    public const string HttpClient = "httpclient";

    /// <summary>.NET's ClientWebSocket, inside this process.</summary>
    public const string ClientWebSocket = "clientwebsocket";

    /// <summary>The kit's own client, which does what the RFCs say, inside this process.</summary>
    public const string Scripted = "scripted";

    /// <summary>The browser.</summary>
    public const string Chromium = "chromium";

    /// <summary>Those that have no folder.</summary>
    public static readonly IReadOnlyList<string> BuiltIn = [HttpClient, ClientWebSocket, Scripted, Chromium];

    private readonly KnownFolders _folders;

    /// <summary>Finds the folders, without reading them.</summary>
    /// <param name="extraDirectory">A directory of further client folders, or null; it overrides folders of the same name.</param>
    /// <exception cref="UsageException">The directory does not exist or holds no client.</exception>
    public ClientCatalogue(string? extraDirectory = null)
        : this(KnownFolders.OwnDirectory(AppContext.BaseDirectory, "clients"), extraDirectory)
    {
    }

    internal ClientCatalogue(string? ownDirectory, string? extraDirectory) =>
        _folders = new(ClientFile.Name, ownDirectory, extraDirectory, "--clients");

    /// <summary>Every known name, those without a folder first.</summary>
    public IReadOnlyList<string> Names => [.. BuiltIn, .. _folders.Names];

    /// <summary>Makes a client.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="makers">Make those that need more.</param>
    /// <exception cref="UsageException">No client has that name, or its <c>client.json</c> is wrong.</exception>
    public ClientUnderTest Open(string name, ClientMakers makers) => name switch
    {
        HttpClient => new HttpClientUnderTest(),
        ClientWebSocket => new ClientWebSocketUnderTest(),
        Scripted => new ScriptedClient(new()),
        Chromium => makers.Browser(),
        _ => makers.Container(Find(name)),
    };

    /// <summary>The definition of a client that runs in a container.</summary>
    /// <param name="name">Its folder's name.</param>
    /// <exception cref="UsageException">No client has that name, or its <c>client.json</c> is wrong.</exception>
    public ClientDefinition Find(string name) => _folders.Find(name) is { } folder
        ? ClientFile.Read(folder)
        : throw new UsageException($"No client is called '{name}'.{Closest.Hint(name, Names)} "
            + $"Known: {string.Join(", ", Names)}. Use --clients DIR to add your own, or --command for one of this machine.");
}
