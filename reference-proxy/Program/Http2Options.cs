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
    public static readonly Option<int> MaxStreams = Limit("--max-streams", "NUMBER", s_defaults.MaxStreams,
        "How many streams of an HTTP/2 connection may be open at once; others are refused.");

    /// <summary>How many requests may be at work for streams that have been reset.</summary>
    public static readonly Option<int> MaxDials = Limit("--max-dials", "NUMBER", s_defaults.MaxDials,
        "How many dials may go on for streams of an HTTP/2 connection that are reset already; meanwhile others are refused.");

    /// <summary>How many streams of a connection may be reset within a second.</summary>
    public static readonly Option<int> MaxResets = Limit("--max-resets", "NUMBER", s_defaults.MaxResets,
        "How many streams of an HTTP/2 connection may be reset unanswered within a second before it is ended.");

    /// <summary>How much may follow HEADERS.</summary>
    public static readonly Option<int> MaxContinuation = Limit("--max-continuation", "BYTES", s_defaults.MaxContinuation,
        "How many bytes of CONTINUATION may follow one HEADERS of HTTP/2; more end the connection.");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Option> All { get; } = [Off, MaxStreams, MaxDials, MaxResets, MaxContinuation];

    private static Option<int> Limit(string name, string unit, int byDefault, string text) => new(name)
    {
        Description = text,
        HelpName = unit,
        DefaultValueFactory = _ => byDefault,
        CustomParser = argument => OptionValues.Read(argument, OptionValues.Limit) is [var only] ? only : 0,
    };
}
