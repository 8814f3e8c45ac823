using System.CommandLine;
using ConformanceKit.Clients;
using ConformanceKit.Model;
using ConformanceKit.UnderTest;

namespace ConformanceKit.CommandLine.Options;

/// <summary>The options that say which client to grade, for <c>client</c> and <c>explain</c>.</summary>
/// <param name="name">The option with the name of what is graded.</param>
internal sealed class ClientChoiceOptions(Option<string?> name)
{
    private readonly Option<string?> _command = new("--command")
    {
        HelpName = "COMMAND",
        Description = "A client of this machine, run once for each task without a shell, such as 'curl -x {proxy} --cacert {ca} "
            + "{url}'; also {timeout}, and {host}, {port}, {proxy-host}, {proxy-port} for those two. Exit code 0 means that it "
            + "returned a response, with what it wrote to standard output",
    };
    private readonly Option<string?> _credentials = new("--credentials")
    {
        HelpName = "ARGS",
        Description = "What is appended to that command if there are credentials for the proxy, such as '-U {user}:{password}'",
    };
    private readonly Option<string?> _proxyCa = new("--proxy-ca")
    {
        HelpName = "ARGS",
        Description = "What is appended to it if it has to speak TLS to the proxy, such as '--proxy-cacert {proxy-ca}'",
    };
    private readonly Option<string?> _noProxy = new("--no-proxy")
    {
        HelpName = "ARGS",
        Description = "What is appended to it if hosts are to be reached without the proxy, such as '--noproxy {no-proxy}'",
    };
    private readonly Option<string?> _features = new("--features")
    {
        HelpName = "LIST",
        Description = $"What it can do besides, of {string.Join(',', ClientFeatures.All)}; default: "
            + $"{ClientFeatures.Http},{ClientFeatures.Https}",
    };
    private readonly Option<string?> _directory = Directory();

    /// <summary>The option for the user's own folders.</summary>
    public static Option<string?> Directory() => new("--clients")
    {
        HelpName = "DIR",
        Description = "A directory of further client folders, each with a client.json",
    };

    /// <summary>The option with the name of a command.</summary>
    public static Option<string?> Name() => new("--name")
    {
        HelpName = "NAME",
        Description = "What that command is called in reports; without a name, it has no baseline",
    };

    /// <summary>Adds the options to a command, but not that for the name.</summary>
    public void AddTo(Command command)
    {
        Option[] options = [_command, _credentials, _proxyCa, _noProxy, _features, _directory];
        foreach (var option in options)
            command.Add(option);
    }

    /// <summary>The chosen clients.</summary>
    /// <exception cref="UsageException">Options contradict each other.</exception>
    public ClientChoice Clients(ParseResult parsed, IReadOnlyList<string> names) => new ClientChoice(names)
    {
        Directory = parsed.GetValue(_directory),
        Command = Command(parsed),
    }.Checked();

    /// <summary>The first of the options about a command that is given, or null.</summary>
    public string? Given(ParseResult parsed)
    {
        Option<string?>[] options = [_command, _credentials, _proxyCa, _noProxy, _features, _directory];
        return options.FirstOrDefault(option => parsed.GetValue(option) is not null)?.Name;
    }

    private CommandChoice? Command(ParseResult parsed)
    {
        // 1. Options about a command need one.
        if (parsed.GetValue(_command) is not { } command)
        {
            Option<string?>[] about = [_credentials, _proxyCa, _noProxy, _features, name];
            return about.FirstOrDefault(option => parsed.GetValue(option) is not null) is { } lone
                ? throw new UsageException($"{lone.Name} requires --command 'PROGRAM ... {{proxy}} ... {{url}}'.")
                : null;
        }

        // 2. Its name becomes that of a file.
        var called = parsed.GetValue(name);
        if (called is not null && (!ProxyFields.IsName(called) || ClientCatalogue.BuiltIn.Contains(called)))
        {
            throw new UsageException($"--name {called}: use lower-case letters, digits, '-' and '.', such as acme, but not "
                + $"{string.Join(" or ", ClientCatalogue.BuiltIn)}.");
        }

        var choice = new CommandChoice(command)
        {
            Credentials = parsed.GetValue(_credentials),
            ProxyCa = parsed.GetValue(_proxyCa),
            NoProxy = parsed.GetValue(_noProxy),
            Name = called,
        };
        return parsed.GetValue(_features) is { } list ? choice with { Features = Features(list) } : choice;
    }

    private static string[] Features(string list)
    {
        var features = list.Split(',').Select(feature => feature.Trim(' ')).Where(feature => feature.Length > 0).ToArray();
        return features.FirstOrDefault(feature => !ClientFeatures.All.Contains(feature)) is { } unknown
            ? throw new UsageException(
                $"--features {list}: '{unknown}' is no feature.{Closest.Hint(unknown, ClientFeatures.All)} "
                + $"Known: {string.Join(", ", ClientFeatures.All)}.")
            : features;
    }
}
