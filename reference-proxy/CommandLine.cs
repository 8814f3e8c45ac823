using System.CommandLine;
using System.Globalization;
using System.Net;

namespace ConformanceKit.ReferenceProxy;

/// <summary>The options of the executable, and how they become <see cref="ProxyOptions"/>.</summary>
internal static class CommandLine
{
    private const string Description = """
        A minimal, spec-literal HTTP forward proxy (HTTP/1.1 and HTTP/1.0, CONNECT and http:// requests).

        Examples:
          reference-proxy                                     on 127.0.0.1:3128, for this machine only
          reference-proxy --trace                             show each exchange, step by step, with the clause
          reference-proxy --credentials alice:secret          ask for credentials (Basic)
          reference-proxy --listen 0.0.0.0:3128 --allow 10.0.0.0/8
                                                              serve the clients of one network
          reference-proxy --allow-ports 80,443 --deny 169.254.0.0/16 --deny internal.example

        It prints one line for each request. Exit codes: 0 stopped by a signal, 2 wrong usage, 3 the address is not available.
        """;

    private static readonly ProxyOptions s_defaults = new();

    private static readonly Option<IPEndPoint> s_listen = One("--listen", "ADDRESS:PORT", "Where to listen. Elsewhere than on loopback, --credentials or --allow is needed.",
        OptionValues.EndPoint, new IPEndPoint(IPAddress.Loopback, 3128));

    private static readonly Option<Credential[]> s_credentials = Many("--credentials", "USER:PASSWORD", "A user who may use the proxy. Repeatable.", Credential.Parse);
    private static readonly Option<Credential[]> s_credentialsFile = Many("--credentials-file", "FILE", "Users, one USER:PASSWORD on each line; lines with # are comments.", OptionValues.CredentialsFile);
    private static readonly Option<IPNetwork[]> s_allow = Many("--allow", "NETWORK", "Clients that may use the proxy, such as 10.0.0.0/8; others get 403. Repeatable.", OptionValues.Network);
    private static readonly Option<PortRange[]> s_allowPorts = Many("--allow-ports", "PORTS", "Ports of origins that may be reached, such as 80,443,8000-8999; others get 403.", OptionValues.Ports);
    private static readonly Option<DenyRule[]> s_deny = Many("--deny", "DESTINATION", "A host, an address or a network, with an optional :PORT, that is refused. Repeatable.", DenyRule.Parse);
    private static readonly Option<TimeSpan> s_dial = Seconds("--dial-timeout", "How long resolving and connecting may take.", s_defaults.DialTimeout);
    private static readonly Option<TimeSpan> s_idle = Seconds("--idle-timeout", "How long a tunnel or connection may be quiet in both directions.", s_defaults.IdleTimeout);
    private static readonly Option<TimeSpan> s_header = Seconds("--header-timeout", "How long the head of a request may take.", s_defaults.HeaderTimeout);
    private static readonly Option<TimeSpan> s_drain = Seconds("--drain-timeout", "How long one direction of a tunnel may be quiet after the other ended; also the time to stop.", s_defaults.DrainTimeout);
    private static readonly Option<int> s_maxLine = Number("--max-request-line", "The greatest request line.", s_defaults.MaxRequestLine, "OCTETS");
    private static readonly Option<int> s_maxHead = Number("--max-head", "The greatest field section.", s_defaults.MaxHead, "OCTETS");
    private static readonly Option<int> s_maxConnections = Number("--max-connections", "How many clients may be connected at once; others get 503.", s_defaults.MaxConnections, "NUMBER");
    private static readonly Option<string> s_name = One("--name", "TOKEN", "The name in Via and Proxy-Status.", text => text, s_defaults.Name);
    private static readonly Option<string> s_realm = One("--realm", "TEXT", "The realm of the challenge.", text => text, s_defaults.Realm);
    private static readonly Option<bool> s_trace = new("--trace") { Description = "Print each exchange, annotated with the clauses." };

    /// <summary>Runs the executable; returns its exit code.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        // 1. Read the command line. A value may begin with @, so there are no response files.
        var root = new RootCommand(Description);
        foreach (var option in new Option[]
        {
            s_listen, s_credentials, s_credentialsFile, s_allow, s_allowPorts, s_deny, s_dial, s_idle, s_header, s_drain,
            s_maxLine, s_maxHead, s_maxConnections, s_name, s_realm, s_trace,
        })
        {
            root.Options.Add(option);
        }

        root.SetAction((parsed, _) => Executable.RunAsync(Read(parsed)));
        var result = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });

        // 2. One clear line for a mistake.
        if (result.Errors.Count > 0)
        {
            await Console.Error.WriteLineAsync($"reference-proxy: {result.Errors[0].Message} See --help.");
            return Executable.WrongUsage;
        }

        // 3. Help, version, or the proxy. It ends itself on signals.
        return await result.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
    }

    private static ProxyOptions Read(ParseResult parsed) => new()
    {
        Listen = parsed.GetValue(s_listen)!,
        Credentials = [.. parsed.GetValue(s_credentials)!, .. parsed.GetValue(s_credentialsFile)!],
        AllowedClients = NullIfEmpty(parsed.GetValue(s_allow)!),
        AllowedPorts = NullIfEmpty(parsed.GetValue(s_allowPorts)!),
        Denied = parsed.GetValue(s_deny)!,
        DialTimeout = parsed.GetValue(s_dial),
        IdleTimeout = parsed.GetValue(s_idle),
        HeaderTimeout = parsed.GetValue(s_header),
        DrainTimeout = parsed.GetValue(s_drain),
        MaxRequestLine = parsed.GetValue(s_maxLine),
        MaxHead = parsed.GetValue(s_maxHead),
        MaxConnections = parsed.GetValue(s_maxConnections),
        Name = parsed.GetValue(s_name)!,
        Realm = parsed.GetValue(s_realm)!,
        Log = Console.WriteLine,
        Trace = parsed.GetValue(s_trace) ? Console.WriteLine : null,
    };

    private static T[]? NullIfEmpty<T>(T[] values) => values.Length == 0 ? null : values;

    private static Option<TimeSpan> Seconds(string name, string text, TimeSpan value) =>
        One(name, "SECONDS", text, OptionValues.Seconds, value);

    private static Option<int> Number(string name, string text, int value, string unit) =>
        One(name, unit, text, number => int.Parse(number, NumberStyles.None, CultureInfo.InvariantCulture), value);

    private static Option<T> One<T>(string name, string value, string text, Func<string, T> parse, T byDefault) => new(name)
    {
        Description = text,
        HelpName = value,
        DefaultValueFactory = _ => byDefault,
        CustomParser = argument => OptionValues.Read(argument, parse) is [var only] ? only : default,
    };

    private static Option<T[]> Many<T>(string name, string value, string text, Func<string, T> parse) =>
        Many(name, value, text, one => new[] { parse(one) });

    private static Option<T[]> Many<T>(string name, string value, string text, Func<string, T[]> parse) => new(name)
    {
        Description = text,
        HelpName = value,
        Arity = ArgumentArity.OneOrMore,
        DefaultValueFactory = _ => [],
        CustomParser = argument => [.. OptionValues.Read(argument, parse).SelectMany(values => values)],
    };
}
