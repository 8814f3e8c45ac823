using System.CommandLine;
using ConformanceKit.Model;
using ConformanceKit.Trying;
using ConformanceKit.UnderTest;

namespace ConformanceKit.CommandLine.Options;

/// <summary>Through which listener of which proxy <c>try</c> sends its request.</summary>
internal sealed class TryProxyOptions
{
    private readonly Argument<string?> _name = KnownProxyOptions.Name();
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
    private readonly Option<string?> _tlsAddress = new("--tls-proxy")
    {
        HelpName = "URI",
        Description = "The same, for a listener for TLS, https://[USER:PASSWORD@]HOST:PORT; its certificate is not checked",
    };
    private readonly Option<string> _listener = new("--listener")
    {
        HelpName = "NAME",
        Description = "Which listener of a known proxy: plain, auth, which requires credentials, tls or tls-auth",
        DefaultValueFactory = _ => ListenerNames.Plain,
    };
    private readonly Option<bool> _logIn = new("--log-in") { Description = "Send the credentials that this listener accepts" };
    private readonly Option<string?> _directory = KnownProxyOptions.Directory();
    private readonly Option<string?> _originAddress = new("--origin-address")
    {
        HelpName = "IP",
        Description = "This machine's address at which an instance reaches an origin of the kit's own; default: 127.0.0.1",
    };

    /// <summary>Adds the argument and the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_name);
        Option[] options = [_address, _authAddress, _tlsAddress, _listener, _logIn, _directory, _originAddress];
        foreach (var option in options)
            command.Add(option);
    }

    /// <summary>Finds the proxy, starts it if it is a known one, and tries the request on it.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="context">Opens known proxies.</param>
    /// <param name="names">The names that stand for the kit's origin.</param>
    /// <param name="tryAsync">Tries the request on a proxy that is running.</param>
    /// <param name="stop">Ends it early.</param>
    /// <exception cref="UsageException">Options contradict each other, or there is no such proxy.</exception>
    /// <exception cref="HarnessException">It could not be started or found.</exception>
    public async Task<TrialResult> OnProxyAsync(ParseResult parsed, CommandContext context, StandIn names,
        Func<TriedProxy, Task<TrialResult>> tryAsync, CancellationToken stop)
    {
        // 1. An instance that is already running.
        var known = Known(parsed);
        if (Address(parsed) is { } address)
        {
            CheckAddressed(parsed, known);
            var origins = AddressDefinition.OriginAddressOf(parsed.GetValue(_originAddress));
            return await tryAsync(await TriedProxy.AtAsync(address, origins, stop));
        }

        // 2. A known proxy.
        if (known.Count > 1)
            throw new UsageException("try sends one request through one proxy.");
        if (parsed.GetValue(_originAddress) is not null)
            throw new UsageException($"{_originAddress.Name} requires {_address.Name} http://HOST:PORT.");
        var choice = new ProxyChoice(known) { Directory = parsed.GetValue(_directory) }.Checked();
        await using var proxies = context.OpenProxies(choice, context.Error.WriteLine);
        var listener = parsed.GetValue(_listener)!;
        return await tryAsync(await TriedProxy.StartAsync(
            (ProxyUnderTest)proxies.Subjects[0].Subject, listener, parsed.GetValue(_logIn), names, stop));
    }

    // A mutant is known by its name wherever it is given.
    private List<string> Known(ParseResult parsed) =>
    [
        .. new[] { parsed.GetValue(_name), parsed.GetValue(_address) is { } given && IsMutant(given) ? given : null }
            .OfType<string>(),
    ];

    private ProxyAddress? Address(ParseResult parsed) =>
        (parsed.GetValue(_address), parsed.GetValue(_authAddress), parsed.GetValue(_tlsAddress)) switch
        {
            (null, null, null) => null,
            (null, { } auth, null) => ProxyAddress.Parse(_authAddress.Name, auth, withCredentials: true),
            (null, null, { } tls) => ProxyAddress.ParseEither(_tlsAddress.Name, tls, "https") with { IsTls = true },
            ({ } mutant, null, null) when IsMutant(mutant) => null,
            ({ } address, null, null) => ProxyAddress.ParseEither(_address.Name, address, "http"),
            _ => throw new UsageException(
                "try sends one request to one listener: give one of --proxy, --auth-proxy and --tls-proxy."),
        };

    private void CheckAddressed(ParseResult parsed, List<string> known)
    {
        if (known is [var name, ..])
            throw new UsageException($"'{name}' and {_address.Name} are two proxies: try sends one request through one proxy.");
        if (parsed.GetResult(_listener) is { Implicit: false } || parsed.GetValue(_logIn))
        {
            throw new UsageException($"{_listener.Name} and {_logIn.Name} are about a known proxy; put the credentials for an "
                + "instance into its URI.");
        }
    }

    private static bool IsMutant(string text) => text.StartsWith(KnownProxies.MutantPrefix, StringComparison.Ordinal);
}
