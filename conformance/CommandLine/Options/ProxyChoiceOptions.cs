using System.CommandLine;
using ConformanceKit.Model;
using ConformanceKit.Origins;
using ConformanceKit.UnderTest;

namespace ConformanceKit.CommandLine.Options;

/// <summary>The options that say which proxy to grade, for <c>run</c> and <c>explain</c>.</summary>
internal sealed class ProxyChoiceOptions
{
    private readonly Option<string?> _address = new("--proxy")
    {
        HelpName = "URI",
        Description = "An instance that is already running, http://HOST:PORT; or mutant:NAME, a proxy with one rule broken",
    };
    private readonly Option<string?> _authAddress = new("--auth-proxy")
    {
        HelpName = "URI",
        Description = "Its listener that requires credentials, http://USER:PASSWORD@HOST:PORT (percent-encoded)",
    };
    private readonly Option<string[]> _tlsAddresses = new("--tls-proxy")
    {
        HelpName = "URI",
        Description = "Its listener for TLS, https://[USER:PASSWORD@]HOST:PORT; once without and once with credentials",
    };
    private readonly Option<string[]> _h2Addresses = new("--h2-proxy")
    {
        HelpName = "URI",
        Description = "Its listener for HTTP/2 inside TLS, https://[USER:PASSWORD@]HOST:PORT, likewise",
    };
    private readonly Option<string[]> _h2cAddresses = new("--h2c-proxy")
    {
        HelpName = "URI",
        Description = "Its listener for HTTP/2 in cleartext, http://[USER:PASSWORD@]HOST:PORT, likewise",
    };
    private readonly Option<string[]> _socksAddresses = new("--socks-proxy")
    {
        HelpName = "URI",
        Description =
            "Its listener for SOCKS5, socks5://[USER:PASSWORD@]HOST:PORT, likewise; alone, for a proxy that speaks nothing else",
    };
    private readonly Option<string?> _originAddress = new("--origin-address")
    {
        HelpName = "IP",
        Description =
            "This machine's address at which that instance reaches the origins; default: a loopback address for this run "
            + "alone, or 127.0.0.1",
    };
    private readonly Option<string?> _originPorts = new("--origin-ports")
    {
        HelpName = "A-B",
        Description =
            $"The range from which origins take their ports, which the proxy has to allow; default: {OriginPorts.Default}",
    };
    private readonly Option<string?> _describe = new("--describe")
    {
        HelpName = "FILE",
        Description =
            "A proxy.json about that instance or image: its other listeners, users, features, and what it is configured to "
                + "refuse; for an image, also its environment, arguments and files",
    };
    private readonly Option<string?> _proxyName = new("--name")
    {
        HelpName = "NAME",
        Description = "What that instance or image is called in reports; without a name, it has no baseline",
    };
    private readonly Option<string?> _proxyVersion = new("--proxy-version")
    {
        HelpName = "VERSION",
        Description = "Its version, for the report",
    };
    private readonly Option<bool> _noPreflight = new("--no-preflight")
    {
        Description = "Grade a proxy even if no request gets through it to an origin",
    };
    private readonly Option<string?> _image = new("--image")
    {
        HelpName = "REF",
        Description = "A vendor's image, together with --port or --describe",
    };
    private readonly Option<int?> _port = CheckedOptions.Number(
        "--port", 1, 65535, "The port on which the image's proxy listens");
    private readonly Option<string?> _directory = KnownProxyOptions.Directory();

    /// <summary>The option with the name of an instance or an image, which a command of a client can share.</summary>
    public Option<string?> Name => _proxyName;

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        Option[] options =
        [
            _address, _authAddress, _tlsAddresses, _h2Addresses, _h2cAddresses, _socksAddresses, _image, _port, _describe,
            _proxyName, _proxyVersion, _originAddress, _originPorts, _noPreflight, _directory,
        ];
        foreach (var option in options)
            command.Add(option);
    }

    /// <summary>The chosen proxies.</summary>
    /// <exception cref="UsageException">Options contradict each other.</exception>
    public ProxyChoice Proxies(ParseResult parsed, IReadOnlyList<string> names) => new ProxyChoice(names)
    {
        Address = parsed.GetValue(_address),
        AuthAddress = parsed.GetValue(_authAddress),
        TlsAddresses = parsed.GetValue(_tlsAddresses) ?? [],
        H2Addresses = parsed.GetValue(_h2Addresses) ?? [],
        H2cAddresses = parsed.GetValue(_h2cAddresses) ?? [],
        SocksAddresses = parsed.GetValue(_socksAddresses) ?? [],
        OriginAddress = parsed.GetValue(_originAddress),
        Image = parsed.GetValue(_image),
        Port = parsed.GetValue(_port),
        Directory = parsed.GetValue(_directory),
        Describe = parsed.GetValue(_describe),
        Name = parsed.GetValue(_proxyName),
        Version = parsed.GetValue(_proxyVersion),
        OriginPorts = parsed.GetValue(_originPorts) is { } range ? OriginPorts.Parse(range) : OriginPorts.Default,
        Preflight = !parsed.GetValue(_noPreflight),
    }.Checked();
}
