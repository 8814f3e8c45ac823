namespace ConformanceKit.Clients;

/// <summary>A client that runs in a container: what its <c>client.json</c> says.</summary>
/// <param name="Name">The name in reports and on the command line, which is also its folder's name.</param>
/// <param name="Folder">The folder with the Dockerfile.</param>
internal sealed record ClientDefinition(string Name, string Folder)
{
    /// <summary>What it is, for people.</summary>
    public string Title { get; init; } = "";

    /// <summary>What it can do; see <see cref="ClientFeatures"/>.</summary>
    public IReadOnlySet<string> Features { get; init; } = new HashSet<string>();

    /// <summary>The program and arguments that print its version inside the container.</summary>
    public IReadOnlyList<string> VersionCommand { get; init; } = [];

    /// <summary>The program that is started for each task, or null if there is a <see cref="Script"/>.</summary>
    public CommandTemplate? Command { get; init; }

    /// <summary>The script that is started once, and does many tasks; empty if there is a <see cref="Command"/>.</summary>
    public IReadOnlyList<string> Script { get; init; } = [];
}
