using System.CommandLine;
using System.Net;
using System.Text;
using ConformanceKit.Model;
using ConformanceKit.Trying;
using ConformanceKit.UnderTest;

namespace ConformanceKit.CommandLine.Options;

/// <summary>The options of <c>try</c>: through which proxy, what to add to the request, and what to say in a tunnel.</summary>
internal sealed class TryOptions
{
    private const string Line = "hello through the tunnel";

    private readonly Option<string?> _address = new("--proxy")
    {
        HelpName = "URI",
        Description = "An instance that is already running, http://[USER:PASSWORD@]HOST:PORT; or mutant:NAME",
    };
    private readonly Option<string?> _authAddress = new("--auth-proxy")
    {
        HelpName = "URI",
        Description = "The same, for a listener that requires credentials, http://USER:PASSWORD@HOST:PORT (percent-encoded)",
    };
    private readonly Option<string> _listener = new("--listener")
    {
        HelpName = "NAME",
        Description = "Which listener of a known proxy: plain, or auth, which requires credentials",
        DefaultValueFactory = _ => ListenerNames.Plain,
    };
    private readonly Option<bool> _logIn = new("--log-in") { Description = "Send the credentials that this listener accepts" };
    private readonly Option<string?> _directory = KnownProxyOptions.Directory();
    private readonly Option<string[]> _origins = new("--origin")
    {
        HelpName = "NAME",
        Description = "Another host name that stands for an origin of the kit's own, as every name under .test does",
    };
    private readonly Option<string?> _originAddress = new("--origin-address")
    {
        HelpName = "IP",
        Description = "This machine's address at which that instance reaches such an origin; default: 127.0.0.1",
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
    private readonly Option<string[]> _waits = WaitOverride.Option(
        "Change the time limit of a wait: reply (10 s) for each answer, quiet (300 ms) until nothing more is expected");
    private readonly Option<string?> _json = CheckedOptions.File("--json", "Also write the exchange as JSON");

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        Option[] options =
        [
            _address, _authAddress, _listener, _logIn, _directory, _origins, _originAddress, _headers, _then, _tls, _waits, _json,
        ];
        foreach (var option in options)
            command.Add(option);
    }

    /// <summary>The address of an instance, or null where a known proxy is meant.</summary>
    /// <exception cref="UsageException">It is malformed, or given twice.</exception>
    public ProxyAddress? Address(ParseResult parsed) => (parsed.GetValue(_address), parsed.GetValue(_authAddress)) switch
    {
        (null, null) => null,
        (null, { } auth) => ProxyAddress.Parse(_authAddress.Name, auth, withCredentials: true),
        ({ } plain, null) when IsMutant(plain) => null,
        ({ } plain, null) => ProxyAddress.Parse(
            _address.Name, plain, withCredentials: plain.Contains('@', StringComparison.Ordinal)),
        _ => throw new UsageException("try sends one request to one listener: give --proxy or --auth-proxy, but not both."),
    };

    /// <summary>The known proxy that is chosen.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="name">The argument that names it, or null.</param>
    public ProxyChoice Choice(ParseResult parsed, string? name)
    {
        var mutant = parsed.GetValue(_address) is { } given && IsMutant(given) ? given : null;
        var names = new[] { name, mutant }.OfType<string>().ToList();
        return names.Count > 1
            ? throw new UsageException("try sends one request through one proxy.")
            : new ProxyChoice(names) { Directory = parsed.GetValue(_directory) }.Checked();
    }

    /// <summary>Which listener of it.</summary>
    public string Listener(ParseResult parsed) => parsed.GetValue(_listener)!;

    /// <summary>Whether to log in there.</summary>
    public bool LogIn(ParseResult parsed) => parsed.GetValue(_logIn);

    /// <summary>Throws where an option has no use with this request or this proxy.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="request">The request.</param>
    /// <param name="name">The argument that names a known proxy, or null.</param>
    /// <param name="isAddress">Whether an instance at an address is meant.</param>
    /// <exception cref="UsageException">One has none.</exception>
    public void Check(ParseResult parsed, TriedRequest request, string? name, bool isAddress)
    {
        var mayTunnel = request.IsConnect || request.Has("Upgrade") || request.Exact is not null;
        if (!mayTunnel && (parsed.GetValue(_tls) || parsed.GetValue(_then) is not null))
            throw new UsageException($"{_then.Name} and {_tls.Name} are about a tunnel, which CONNECT requests.");
        if (request.Exact is not null && FieldLines(parsed).Count > 0)
            throw new UsageException($"{_headers.Name} adds to a request that is written here; a file is sent exactly as it is.");
        if (isAddress && name is not null)
            throw new UsageException($"'{name}' and {_address.Name} are two proxies: try sends one request through one proxy.");
        if (isAddress && (parsed.GetResult(_listener) is { Implicit: false } || LogIn(parsed)))
        {
            throw new UsageException($"{_listener.Name} and {_logIn.Name} are about a known proxy; put the credentials for an "
                + "instance into its URI.");
        }

        if (!isAddress && parsed.GetValue(_originAddress) is not null)
            throw new UsageException($"{_originAddress.Name} requires {_address.Name} http://HOST:PORT.");
    }

    /// <summary>This machine's address at which an instance reaches origins, or null.</summary>
    /// <exception cref="UsageException">It is not an address.</exception>
    public IPAddress? OriginAddress(ParseResult parsed) => AddressDefinition.OriginAddressOf(parsed.GetValue(_originAddress));

    /// <summary>The names that stand for the kit's origin.</summary>
    public StandIn Names(ParseResult parsed) => new(parsed.GetValue(_origins) ?? []);

    /// <summary>The field lines to add.</summary>
    public IReadOnlyList<string> FieldLines(ParseResult parsed) => parsed.GetValue(_headers) ?? [];

    /// <summary>What to say in the tunnel, to an origin of the kit's own or to another one.</summary>
    /// <exception cref="UsageException">A file cannot be read.</exception>
    public Func<bool, TunnelTalk> Talk(ParseResult parsed, TriedRequest request, InputBytes input)
    {
        var serverName = parsed.GetValue(_tls) ? request.Host ?? "" : null;
        var given = parsed.GetValue(_then) is { } then ? input.Read(then) ?? LineOf(then) : null;
        return isOurs => new(given ?? (isOurs ? LineOf(Line) : []), serverName);
    }

    /// <summary>The waits.</summary>
    /// <exception cref="UsageException">One is not <c>NAME=TIME</c>.</exception>
    public Waits Waits(ParseResult parsed) => WaitOverride.Apply(parsed.GetValue(_waits) ?? []);

    /// <summary>The file to write, or null.</summary>
    public string? Json(ParseResult parsed) => parsed.GetValue(_json);

    private static byte[] LineOf(string text) => Encoding.UTF8.GetBytes($"{text}\r\n");

    private static bool IsMutant(string text) => text.StartsWith(KnownProxies.MutantPrefix, StringComparison.Ordinal);
}
