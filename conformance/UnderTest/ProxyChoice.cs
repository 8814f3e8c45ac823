using System.Globalization;
using ConformanceKit.Model;

namespace ConformanceKit.UnderTest;

/// <summary>Which proxies the command line chooses.</summary>
/// <param name="Names">Known names; none means the embedded reference, unless an address or an image is given.</param>
internal sealed record ProxyChoice(IReadOnlyList<string> Names)
{
    /// <summary><c>--proxy</c>: an instance that is already running.</summary>
    public string? Address { get; init; }

    /// <summary><c>--auth-proxy</c>: the listener of that instance that requires credentials.</summary>
    public string? AuthAddress { get; init; }

    /// <summary><c>--origin-address</c>: where origins listen for that instance.</summary>
    public string? OriginAddress { get; init; }

    /// <summary><c>--image</c>: a vendor's image.</summary>
    public string? Image { get; init; }

    /// <summary><c>--port</c>: where the image's proxy listens.</summary>
    public int? Port { get; init; }

    /// <summary><c>--proxies</c>: a directory of further proxy folders.</summary>
    public string? Directory { get; init; }

    /// <summary>The arguments that choose the given instance again, quoted for a shell.</summary>
    public string AddressArguments => Joined(
        ("--proxy", Address), ("--auth-proxy", AuthAddress), ("--origin-address", OriginAddress));

    /// <summary>The arguments that choose the given image again, quoted for a shell.</summary>
    public string ImageArguments => Joined(("--image", Image), ("--port", Port?.ToString(CultureInfo.InvariantCulture)));

    /// <summary>The arguments that choose a known proxy again, quoted for a shell.</summary>
    public string NameArguments(string name) => $"{ShellWord.Quoted(name)} {Joined(("--proxies", Directory))}".TrimEnd(' ');

    /// <summary>The choice with the default filled in.</summary>
    /// <exception cref="UsageException">Options contradict each other, or one lacks the other that it needs.</exception>
    public ProxyChoice Checked()
    {
        // A mutant runs in this process and has no address: it is known by its name.
        if (Address?.StartsWith(KnownProxies.MutantPrefix, StringComparison.Ordinal) is true)
            return (this with { Names = [.. Names, Address], Address = null }).Checked();
        if (Address is null && (AuthAddress ?? OriginAddress) is not null)
            throw new UsageException("--auth-proxy and --origin-address require --proxy http://HOST:PORT.");
        if (Image is null != Port is null)
        {
            throw new UsageException(
                "--image REF and --port N go together: the port is where the proxy listens inside the container.");
        }

        if (Port is < 1 or > 65535)
            throw new UsageException($"--port {Port} is not a port; ports are 1 to 65535.");
        if (Names.GroupBy(name => name).FirstOrDefault(same => same.Count() > 1) is { } twice)
            throw new UsageException($"The proxy '{twice.Key}' is named twice.");
        return Names.Count == 0 && Address is null && Image is null ? this with { Names = [ProxyCatalogue.Embedded] } : this;
    }

    private static string Joined(params (string Option, string? Value)[] options) => string.Join(
        ' ', options.Where(entry => entry.Value is not null).Select(entry => $"{entry.Option} {ShellWord.Quoted(entry.Value!)}"));
}
