using System.CommandLine;

namespace ConformanceKit.CommandLine.Options;

/// <summary>How a command that needs one proxy lets the user name it.</summary>
internal static class KnownProxyOptions
{
    /// <summary>The argument with its name.</summary>
    public static Argument<string?> Name() => new("PROXY")
    {
        Description =
            "A known proxy, or mutant:NAME, a proxy with one rule broken; default: embedded, the reference inside this process",
        Arity = ArgumentArity.ZeroOrOne,
    };

    /// <summary>The option for the user's own folders.</summary>
    public static Option<string?> Directory() => new("--proxies")
    {
        HelpName = "DIR",
        Description = "A directory of further proxy folders, each with a proxy.json",
    };
}
