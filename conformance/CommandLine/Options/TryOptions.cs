using System.CommandLine;
using System.Text;
using ConformanceKit.Model;
using ConformanceKit.Trying;

namespace ConformanceKit.CommandLine.Options;

/// <summary>What <c>try</c> sends: the request, and what to say in the tunnel that it may open.</summary>
/// <param name="input">Reads files and standard input.</param>
internal sealed class TryOptions(InputBytes input)
{
    private const string Line = "hello through the tunnel";

    private readonly Argument<string> _request = new("REQUEST")
    {
        Description =
            "Method and target, in quotes, such as \"CONNECT example.test:443\": the version (HTTP/1.1), Host and line ends are "
            + "added. Or @FILE, or - for standard input: the exact bytes",
    };
    private readonly Option<string[]> _origins = new("--origin")
    {
        HelpName = "NAME",
        Description = "Another host name that stands for an origin of the kit's own, as every name under .test does",
    };
    private readonly Option<string[]> _headers = new("--header")
    {
        HelpName = "FIELD",
        Description = "A field line to add, such as 'Max-Forwards: 0'; a Host replaces the usual one",
    };
    private readonly Option<string?> _then = new("--then")
    {
        HelpName = "TEXT",
        Description =
            "What to send through the tunnel: a line, or @FILE for exact bytes; default: a line to an origin of the kit's own, "
            + "which echoes it, and nothing to any other",
    };
    private readonly Option<bool> _tls = new("--tls")
    {
        Description = "Begin with a TLS handshake inside the tunnel, and send the rest inside TLS; no certificate is refused",
    };

    /// <summary>Adds the argument to a command.</summary>
    public void AddArgumentTo(Command command) => command.Add(_request);

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        Option[] options = [_origins, _headers, _then, _tls];
        foreach (var option in options)
            command.Add(option);
    }

    /// <summary>The names that stand for the kit's origin.</summary>
    public StandIn Names(ParseResult parsed) => new(parsed.GetValue(_origins) ?? []);

    /// <summary>The request.</summary>
    /// <exception cref="UsageException">It is none, or an option has no use with it.</exception>
    public TriedRequest Request(ParseResult parsed)
    {
        // 1. The bytes of a file, or a request that is written here.
        var text = parsed.GetValue(_request)!;
        var fieldLines = parsed.GetValue(_headers) ?? [];
        var exact = input.Read(text);
        if (exact is not null && fieldLines.Length > 0)
            throw new UsageException($"{_headers.Name} adds to a request that is written here; a file is sent exactly as it is.");
        var request = exact is null ? TriedRequest.Parse(text, fieldLines) : TriedRequest.Of(exact);

        // 2. Without a tunnel, there is nothing to say in it.
        var mayTunnel = request.IsConnect || request.Has("Upgrade") || exact is not null;
        return mayTunnel || (!parsed.GetValue(_tls) && parsed.GetValue(_then) is null)
            ? request
            : throw new UsageException($"{_then.Name} and {_tls.Name} are about a tunnel, which CONNECT requests.");
    }

    /// <summary>What to say in the tunnel, to an origin of the kit's own or to another one.</summary>
    /// <exception cref="UsageException">A file cannot be read.</exception>
    public Func<bool, TunnelTalk> Talk(ParseResult parsed)
    {
        var tls = parsed.GetValue(_tls);
        var given = parsed.GetValue(_then) is { } then ? input.Read(then) ?? LineOf(then) : null;
        return isOurs => new(given ?? (isOurs ? LineOf(Line) : []), tls);
    }

    private static byte[] LineOf(string text) => Encoding.UTF8.GetBytes($"{text}\r\n");
}
