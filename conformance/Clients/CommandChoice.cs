namespace ConformanceKit.Clients;

/// <summary>A client of this machine, as the command line describes it.</summary>
/// <param name="Command"><c>--command</c>: the program and its arguments, as for a shell.</param>
internal sealed record CommandChoice(string Command)
{
    /// <summary><c>--credentials</c>: what is appended if there are credentials.</summary>
    public string? Credentials { get; init; }

    /// <summary><c>--proxy-ca</c>: what is appended if the client has to speak TLS to the proxy.</summary>
    public string? ProxyCa { get; init; }

    /// <summary><c>--no-proxy</c>: what is appended if there are hosts to be reached without the proxy.</summary>
    public string? NoProxy { get; init; }

    /// <summary><c>--features</c>: what it can do besides.</summary>
    public IReadOnlyList<string> Features { get; init; } = [ClientFeatures.Http, ClientFeatures.Https];

    /// <summary><c>--name</c>: what it is called; by default, as its program.</summary>
    public string? Name { get; init; }

    /// <summary>The option for a part of the template.</summary>
    /// <param name="part">The part's name, as in <c>client.json</c>.</param>
    public static string OptionOf(string part) => part switch
    {
        "proxyCa" => "--proxy-ca",
        "noProxy" => "--no-proxy",
        _ => $"--{part}",
    };

    /// <summary>Its parts as words.</summary>
    /// <exception cref="Model.UsageException">One cannot be split.</exception>
    public CommandTemplate Template() => new(CommandWords.Split(Command, "--command"))
    {
        Credentials = Split(Credentials, "credentials"),
        ProxyCa = Split(ProxyCa, "proxyCa"),
        NoProxy = Split(NoProxy, "noProxy"),
    };

    private static IReadOnlyList<string> Split(string? text, string part) =>
        text is null ? [] : CommandWords.Split(text, OptionOf(part));
}
