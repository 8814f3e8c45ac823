using System.CommandLine;
using System.Net;
using ConformanceKit.ReferenceProxy.Authentication;
using ConformanceKit.ReferenceProxy.Dialling;
using ConformanceKit.ReferenceProxy.Explaining;
using ConformanceKit.ReferenceProxy.Recording;

namespace ConformanceKit.ReferenceProxy.Program;

/// <summary>The options of the executable, and how they become <see cref="ProxyOptions"/>.</summary>
internal static class CommandLine
{
    private const string Description = """
        A minimal, spec-literal HTTP forward proxy (HTTP/1.1, HTTP/1.0 and HTTP/2, CONNECT and http:// requests).

        Examples:
          reference-proxy                                     on 127.0.0.1:3128, for this machine only
          reference-proxy --trace                             show each exchange, step by step, with the clause
          reference-proxy --trace-html session.html           and draw the session as sequence diagrams
          reference-proxy --credentials alice:secret          require credentials (Basic)
          reference-proxy --tls-listen 127.0.0.1:3129 --ca-out ca.pem
                                                              speak TLS with clients, too: curl --proxy-cacert ca.pem -x
                                                              https://127.0.0.1:3129 https://example.com
          reference-proxy --socks-listen 127.0.0.1:1080       and SOCKS5, to compare: curl --socks5-hostname 127.0.0.1:1080
          reference-proxy --listen 0.0.0.0:3128 --allow 10.0.0.0/8
                                                              serve the clients of one network
          reference-proxy --allow-ports 80,443 --deny 169.254.0.0/16 --deny internal.example

        It prints one line for each request, unless --quiet or --trace is given. Exit codes: 0 if stopped by a signal, 2 for
        wrong usage, 3 if an address is not available, a certificate is not usable, or a file cannot be written.
        """;

    private static readonly ProxyOptions s_defaults = new();

    private static readonly Option<IPEndPoint> s_listen = One("--listen", "ADDRESS:PORT", OptionValues.EndPoint,
        new IPEndPoint(IPAddress.Loopback, 3128),
        "Where to listen. Anywhere but on loopback, credentials or --allow are required.");

    private static readonly Option<IPEndPoint?> s_socksListen = One<IPEndPoint?>("--socks-listen", "ADDRESS:PORT",
        OptionValues.EndPoint, null, "Where to listen for clients that speak SOCKS5 (RFC 1928).");

    private static readonly Option<Credential[]> s_credentials = Many("--credentials", "USER:PASSWORD", One(Credential.Parse),
        "A user who may use the proxy. Repeatable.");

    private static readonly Option<Credential[]> s_credentialsFile =
        Many("--credentials-file", "FILE", OptionValues.CredentialsFile,
        "Users, one USER:PASSWORD per line; lines that begin with # are comments.");

    private static readonly Option<IPNetwork[]> s_allow = Many("--allow", "NETWORK", One(OptionValues.Network),
        "Clients that may use the proxy, such as 10.0.0.0/8; others get 403. Repeatable.");

    private static readonly Option<PortRange[]> s_allowPorts = Many("--allow-ports", "PORTS", OptionValues.Ports,
        "Ports of origins that may be reached, such as 80,443,8000-8999; others get 403.");

    private static readonly Option<DenyRule[]> s_deny = Many("--deny", "DESTINATION", One(DenyRule.Parse),
        "A host (403), an address or a network (502) to refuse, with an optional :PORT. Repeatable.");

    private static readonly Option<double> s_dial = Seconds("--dial-timeout", s_defaults.DialTimeout,
        "How long resolving and connecting may take before the client gets 504.");

    private static readonly Option<double> s_idle = Seconds("--idle-timeout", s_defaults.IdleTimeout,
        "How long a tunnel, an exchange or a connection may be quiet in both directions; in HTTP/2, GOAWAY precedes the close.");

    private static readonly Option<double> s_handshake = Seconds("--handshake-timeout", s_defaults.HandshakeTimeout,
        "How long the TLS handshake, and what precedes the answer in SOCKS5, may take.");

    private static readonly Option<double> s_header = Seconds("--header-timeout", s_defaults.HeaderTimeout,
        "How long the head of a request may take before the client gets 408.");

    private static readonly Option<double> s_drain = Seconds("--drain-timeout", s_defaults.DrainTimeout,
        "How long one direction of a tunnel may be quiet after the other has ended.");

    private static readonly Option<double> s_stop = Seconds("--stop-timeout", TimeSpan.FromSeconds(5),
        "How long open connections may take to end after SIGTERM or Ctrl-C.");

    private static readonly Option<int> s_maxLine = One("--max-request-line", "BYTES", OptionValues.Limit,
        s_defaults.MaxRequestLine, "The longest request line; longer ones get 414.");

    private static readonly Option<int> s_maxHead = One("--max-head", "BYTES", OptionValues.Limit,
        s_defaults.MaxHead, "The largest field section; larger ones get 431.");

    private static readonly Option<int> s_maxConnections = One("--max-connections", "NUMBER", OptionValues.Limit,
        s_defaults.MaxConnections, "How many clients may be connected at once; others get 503.");

    private static readonly Option<string> s_name = One("--name", "TOKEN", text => text, s_defaults.Name,
        "The name in Via and Proxy-Status.");

    private static readonly Option<string> s_realm = One("--realm", "TEXT", text => text, s_defaults.Realm,
        "The realm of the challenge.");

    private static readonly Option<bool> s_quiet = new("--quiet")
    {
        Description = "Print only failures of the proxy itself, and no line for each request.",
    };

    private static readonly Option<bool> s_trace = new("--trace")
    {
        Description = "Print each exchange as it happens, annotated with the clauses, in place of a line for each request.",
    };

    private static readonly Option<string?> s_traceHtml = One<string?>("--trace-html", "FILE", OptionValues.WritableFile, null,
        "Write a page with the sequence diagram of each exchange when the proxy stops.");

    /// <summary>Runs the executable; returns its exit code.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        // 1. Read the command line. A value may begin with @, so there are no response files.
        var root = new RootCommand(Description);
        Option[] options =
        [
            s_listen, .. TlsOptions.All, s_socksListen, s_credentials, s_credentialsFile, s_allow, s_allowPorts, s_deny, s_dial,
            s_idle, s_handshake, s_header, s_drain, s_stop,
            s_maxLine, s_maxHead, s_maxConnections, .. Http2Options.All, s_name, s_realm, s_quiet, s_trace, s_traceHtml,
        ];
        foreach (var option in options)
            root.Options.Add(option);
        root.Validators.Add(given =>
        {
            if (TlsOptions.Mistake(given) is { } mistake)
                given.AddError(mistake);
        });
        root.SetAction(async (parsed, _) =>
        {
            var page = parsed.GetValue(s_traceHtml) is { } file ? new TraceFile(file) : null;
            var output = new OutputLines(Console.Out);
            try
            {
                var proxy = Read(parsed, output, page);
                return await Executable.RunAsync(proxy, TimeSpan.FromSeconds(parsed.GetValue(s_stop)), output, page);
            }
            catch (FormatException unusable)
            {
                return await Executable.FailAsync(unusable.Message, Executable.NotAvailable);
            }
        });
        var result = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });

        // 2. One clear line for a mistake.
        if (result.Errors.Count > 0)
        {
            await Console.Error.WriteLineAsync($"reference-proxy: {result.Errors[0].Message} See --help.");
            return Executable.WrongUsage;
        }

        // 3. Help, version, or the proxy, which handles signals itself.
        return await result.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
    }

    private static ProxyOptions Read(ParseResult parsed, OutputLines output, TraceFile? page) => new()
    {
        Listen = parsed.GetValue(s_listen)!,
        TlsListen = parsed.GetValue(TlsOptions.Listen),
        TlsCertificate = TlsOptions.ReadCertificate(parsed),
        SocksListen = parsed.GetValue(s_socksListen),
        Credentials = [.. parsed.GetValue(s_credentials)!, .. parsed.GetValue(s_credentialsFile)!],
        AllowedClients = NullIfEmpty(parsed.GetValue(s_allow)!),
        AllowedPorts = NullIfEmpty(parsed.GetValue(s_allowPorts)!),
        Denied = parsed.GetValue(s_deny)!,
        DialTimeout = TimeSpan.FromSeconds(parsed.GetValue(s_dial)),
        IdleTimeout = TimeSpan.FromSeconds(parsed.GetValue(s_idle)),
        HandshakeTimeout = TimeSpan.FromSeconds(parsed.GetValue(s_handshake)),
        HeaderTimeout = TimeSpan.FromSeconds(parsed.GetValue(s_header)),
        DrainTimeout = TimeSpan.FromSeconds(parsed.GetValue(s_drain)),
        MaxRequestLine = parsed.GetValue(s_maxLine),
        MaxHead = parsed.GetValue(s_maxHead),
        MaxConnections = parsed.GetValue(s_maxConnections),
        Http2 = !parsed.GetValue(Http2Options.Off),
        MaxStreams = parsed.GetValue(Http2Options.MaxStreams),
        MaxDials = parsed.GetValue(Http2Options.MaxDials),
        MaxResets = parsed.GetValue(Http2Options.MaxResets),
        MaxContinuation = parsed.GetValue(Http2Options.MaxContinuation),
        Name = parsed.GetValue(s_name)!,
        Realm = parsed.GetValue(s_realm)!,
        Log = parsed.GetValue(s_quiet) || parsed.GetValue(s_trace) ? null : output.Add,
        Failures = output.Add,
        Trace = Traced(parsed.GetValue(s_trace) ? new TraceLines(output.Add) : null, page),
    };

    private static Func<long, Action<ExchangeEvent>>? Traced(TraceLines? lines, TraceFile? page) =>
        lines is null && page is null ? null : number => (lines?.Of(number) + page?.Page.Of(number))!;

    private static T[]? NullIfEmpty<T>(T[] values) => values.Length == 0 ? null : values;

    private static Func<string, T[]> One<T>(Func<string, T> parse) => text => [parse(text)];

    private static Option<double> Seconds(string name, TimeSpan byDefault, string text) =>
        One(name, "SECONDS", OptionValues.Seconds, byDefault.TotalSeconds, text);

    private static Option<T> One<T>(string name, string value, Func<string, T> parse, T byDefault, string text) => new(name)
    {
        Description = text,
        HelpName = value,
        DefaultValueFactory = _ => byDefault,
        CustomParser = argument => OptionValues.Read(argument, parse) is [var only] ? only : default,
    };

    private static Option<T[]> Many<T>(string name, string value, Func<string, T[]> parse, string text) => new(name)
    {
        Description = text,
        HelpName = value,
        Arity = ArgumentArity.OneOrMore,
        DefaultValueFactory = _ => [],
        CustomParser = argument => [.. OptionValues.Read(argument, parse).SelectMany(values => values)],
    };
}
