using System.CommandLine;

namespace ConformanceKit.ReferenceProxy.Program;

/// <summary>The options for clients that speak HTTP/2.</summary>
internal static class Http2Options
{
    private static readonly ProxyOptions s_defaults = new();

    /// <summary>Whether HTTP/2 is switched off.</summary>
    public static readonly Option<bool> Off = new("--no-http2")
    {
        Description = "Speak HTTP/1 only: neither offer HTTP/2 inside TLS, nor accept its preface.",
    };

    /// <summary>How many streams a connection may have.</summary>
    public static readonly Option<int> MaxStreams = Limit("--max-streams", s_defaults.MaxStreams,
        "How many streams of an HTTP/2 connection may be open at once; others are refused.");

    /// <summary>How many streams of a connection may be reset within a second.</summary>
    public static readonly Option<int> MaxResets = Limit("--max-resets", s_defaults.MaxResets,
        "How many streams of an HTTP/2 connection may be reset unanswered within a second before it is ended.");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Option> All { get; } = [Off, MaxStreams, MaxResets];

    private static Option<int> Limit(string name, int byDefault, string text) => new(name)
    {
        Description = text,
        HelpName = "NUMBER",
        DefaultValueFactory = _ => byDefault,
        CustomParser = argument => OptionValues.Read(argument, OptionValues.Limit) is [var only] ? only : 0,
    };
}
