using System.Globalization;
using ConformanceKit.Model;
using ConformanceKit.Origins;

namespace ConformanceKit.UnderTest;

/// <summary>Which proxies the command line chooses.</summary>
/// <param name="Names">Known names; none means the embedded reference, unless an address or an image is given.</param>
internal sealed record ProxyChoice(IReadOnlyList<string> Names)
{
    /// <summary><c>--proxy</c>: an instance that is already running.</summary>
    public string? Address { get; init; }

    /// <summary><c>--auth-proxy</c>: the listener of that instance that requires credentials.</summary>
    public string? AuthAddress { get; init; }

    /// <summary><c>--tls-proxy</c>: its listeners for TLS, one without and one with credentials at most.</summary>
    public IReadOnlyList<string> TlsAddresses { get; init; } = [];

    /// <summary><c>--h2-proxy</c>: its listeners for HTTP/2 inside TLS, likewise.</summary>
    public IReadOnlyList<string> H2Addresses { get; init; } = [];

    /// <summary><c>--h2c-proxy</c>: its listeners for HTTP/2 in cleartext, likewise.</summary>
    public IReadOnlyList<string> H2cAddresses { get; init; } = [];

    /// <summary><c>--socks-proxy</c>: its listeners for SOCKS5, likewise; alone, if it speaks nothing else.</summary>
    public IReadOnlyList<string> SocksAddresses { get; init; } = [];

    /// <summary><c>--origin-address</c>: where origins listen for that instance.</summary>
    public string? OriginAddress { get; init; }

    /// <summary><c>--image</c>: a vendor's image.</summary>
    public string? Image { get; init; }

    /// <summary><c>--port</c>: where the image's proxy listens.</summary>
    public int? Port { get; init; }

    /// <summary><c>--proxies</c>: a directory of further proxy folders.</summary>
    public string? Directory { get; init; }

    /// <summary><c>--describe</c>: a <c>proxy.json</c> about the instance or the image.</summary>
    public string? Describe { get; init; }

    /// <summary><c>--name</c>: what the instance or the image is called.</summary>
    public string? Name { get; init; }

    /// <summary><c>--proxy-version</c>: the version of the instance or the image.</summary>
    public string? Version { get; init; }

    /// <summary><c>--origin-ports</c>: the ports of the origins.</summary>
    public OriginPorts OriginPorts { get; init; } = OriginPorts.Default;

    /// <summary>Whether a proxy is graded only if it reaches an origin; <c>--no-preflight</c> switches that off.</summary>
    public bool Preflight { get; init; } = true;

    /// <summary>Whether an instance that is already running is chosen.</summary>
    public bool HasAddress =>
        Address is not null || SocksAddresses.Count > 0 || (Describe is not null && Image is null);

    /// <summary>The arguments that choose the given instance again, quoted for a shell.</summary>
    public string AddressArguments => Joined(
    [
        ("--proxy", Address), ("--auth-proxy", AuthAddress), .. TlsAddresses.Select(uri => ("--tls-proxy", (string?)uri)),
        .. H2Addresses.Select(uri => ("--h2-proxy", (string?)uri)),
        .. H2cAddresses.Select(uri => ("--h2c-proxy", (string?)uri)),
        .. SocksAddresses.Select(uri => ("--socks-proxy", (string?)uri)), .. Description, ("--origin-address", OriginAddress),
        .. Origins,
    ]);

    /// <summary>The arguments that choose the given image again, quoted for a shell.</summary>
    public string ImageArguments => Joined(
        [("--image", Image), ("--port", Port?.ToString(CultureInfo.InvariantCulture)), .. Description, .. Origins]);

    private (string Option, string? Value)[] Description =>
        [("--describe", Describe), ("--name", Name), ("--proxy-version", Version)];

    private (string Option, string? Value)[] Origins =>
    [
        ("--origin-ports", OriginPorts == OriginPorts.Default ? null : OriginPorts.ToString()),
        ("--no-preflight", Preflight ? null : ""),
    ];

    /// <summary>The arguments that choose a known proxy again, quoted for a shell.</summary>
    public string NameArguments(string name) =>
        $"{ShellWord.Quoted(name)} {Joined([("--proxies", Directory), .. Origins])}".TrimEnd(' ');

    /// <summary>The choice with the default filled in.</summary>
    /// <exception cref="UsageException">Options contradict each other, or one lacks the other that it needs.</exception>
    public ProxyChoice Checked()
    {
        // A mutant runs in this process and has no address: it is known by its name.
        if (Address?.StartsWith(KnownProxies.MutantPrefix, StringComparison.Ordinal) is true)
            return (this with { Names = [.. Names, Address], Address = null }).Checked();
        var lacksAddress = Address is null && (Describe is null || Image is not null);
        if (lacksAddress && (AuthAddress is not null || TlsAddresses.Count > 0))
            throw new UsageException("--auth-proxy and --tls-proxy require --proxy http://HOST:PORT.");
        if (lacksAddress && H2Addresses.Count + H2cAddresses.Count > 0)
            throw new UsageException("--h2-proxy and --h2c-proxy require --proxy http://HOST:PORT.");
        if (!HasAddress && OriginAddress is not null)
            throw new UsageException("--origin-address requires --proxy http://HOST:PORT or --socks-proxy socks5://HOST:PORT.");
        if (Image is null && Port is not null)
            throw new UsageException("--port N requires --image REF: the port is where the proxy listens inside the container.");
        if (Image is not null && Port is null && Describe is null)
        {
            throw new UsageException(
                "--image REF requires --port N, where the proxy listens inside the container, or --describe FILE.");
        }

        CheckDescription();
        if (Names.GroupBy(name => name).FirstOrDefault(same => same.Count() > 1) is { } twice)
            throw new UsageException($"The proxy '{twice.Key}' is named twice.");
        return Names.Count == 0 && !HasAddress && Image is null ? this with { Names = [ProxyCatalogue.Embedded] } : this;
    }

    private void CheckDescription()
    {
        if ((Name ?? Version) is not null && !HasAddress && Image is null)
            throw new UsageException("--name and --proxy-version require --proxy http://HOST:PORT or --image REF.");
        if ((Describe ?? Name ?? Version) is not null && (Address is not null || SocksAddresses.Count > 0) && Image is not null)
        {
            var instance = Address is null ? "--socks-proxy" : "--proxy";
            throw new UsageException(
                $"--describe, --name and --proxy-version are about one proxy: give {instance} or --image, but not both.");
        }

        if (Name is not null && (!ProxyFields.IsName(Name) || Name == ProxyCatalogue.Embedded))
        {
            throw new UsageException($"--name {Name}: use lower-case letters, digits, '-' and '.', such as acme, but not "
                + $"'{ProxyCatalogue.Embedded}'.");
        }
    }

    // An option without a value has an empty one here.
    private static string Joined(params (string Option, string? Value)[] options) => string.Join(
        ' ', options.Where(entry => entry.Value is not null).Select(
            entry => entry.Value!.Length == 0 ? entry.Option : $"{entry.Option} {ShellWord.Quoted(entry.Value)}"));
}
