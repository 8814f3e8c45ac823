namespace ConformanceKit.Clients;

/// <summary>The environment that every client gets: without proxies, settings or a home that anybody has used.</summary>
internal static class CleanEnvironment
{
    /// <summary>The locale: with UTF-8, so that names may have any character.</summary>
    public const string Locale = "C.UTF-8";

    private const string ContainerPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    /// <summary>The variables.</summary>
    /// <param name="path">Where programs are.</param>
    /// <param name="home">A folder that is empty.</param>
    public static IReadOnlyDictionary<string, string> Of(string path, string home) => new Dictionary<string, string>
    {
        ["PATH"] = path,
        ["HOME"] = home,
        ["LANG"] = Locale,
    };

    /// <summary>The variables for a program in a container, as words of a shell.</summary>
    /// <param name="home">A folder that is empty, within double quotes.</param>
    public static string Words(string home) => string.Join(
        ' ', Of(ContainerPath, home).Select(variable => $"{variable.Key}=\"{variable.Value}\""));

    /// <summary>The command that runs another one in a container with this environment, in a new home.</summary>
    /// <param name="command">The program and its arguments.</param>
    public static IReadOnlyList<string> InContainer(IReadOnlyList<string> command) =>
    [
        "sh", "-c", $"home=$(mktemp -d) && cd \"$home\" && exec env -i {Words("$home")} \"$@\"", "sh", .. command,
    ];
}
