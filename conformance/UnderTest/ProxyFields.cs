using System.Net;
using System.Text;
using ConformanceKit.Model;

namespace ConformanceKit.UnderTest;

/// <summary>Reads and checks the fields of a <c>proxy.json</c>, wherever the proxy runs.</summary>
internal static class ProxyFields
{
    private static readonly string[] s_withoutUser =
    [
        ListenerNames.Plain, ListenerNames.Impatient, ListenerNames.Tls, ListenerNames.H2, ListenerNames.H2Impatient,
        ListenerNames.H2c, ListenerNames.H2cImpatient, ListenerNames.Socks5,
    ];

    private static readonly string[] s_withUser =
    [
        ListenerNames.Auth, ListenerNames.Digest, ListenerNames.TlsAuth, ListenerNames.H2Auth, ListenerNames.H2cAuth,
        ListenerNames.Socks5Auth,
    ];

    /// <summary>Reads the file as it is.</summary>
    /// <param name="path">The file.</param>
    /// <param name="option">The option that names it, followed by a space, for the message; or empty.</param>
    /// <exception cref="UsageException">It cannot be read, or is not JSON of the right shape.</exception>
    public static ProxyJson Parse(string path, string option = "") => JsonFile.Read<ProxyJson>(
        path, "\"name\" and \"listeners\"", "conformance/proxies/README.md", option);

    /// <summary>Checks each field.</summary>
    /// <param name="path">The file, for messages.</param>
    /// <param name="raw">Its content.</param>
    /// <exception cref="UsageException">A field is wrong.</exception>
    public static ProxyDescription Check(string path, ProxyJson raw)
    {
        var check = new FieldCheck(path);
        check.That(raw.Name is null || IsName(raw.Name), "name", "may contain only lower-case letters, digits, '-' and '.'");
        var listeners = raw.Listeners ?? [];
        foreach (var (name, listener) in listeners)
            CheckListener(check, name, listener);
        check.That(raw.Ready?.TimeoutSeconds is null or (>= 1 and <= 600), "ready.timeoutSeconds", "must be from 1 to 600");
        check.That(raw.VersionCommand?.All(a => a is not null) ?? true, "versionCommand", "must be a list of strings");
        foreach (var feature in raw.Features ?? [])
            CheckFeature(check, feature);
        foreach (var capability in raw.Capabilities ?? [])
        {
            check.That(IsCapability(capability), "capabilities",
                $"contains {FieldCheck.Quote(capability)}; write it like \"SETUID\", without CAP_");
        }

        CheckDenies(check, raw.Denies);
        return new()
        {
            File = path,
            Name = raw.Name,
            Listeners = listeners.ToDictionary(l => l.Key, l => ToListener(l.Key, l.Value!)),
            Hosts = listeners.Where(l => l.Value!.Address is not null).ToDictionary(l => l.Key, l => l.Value!.Address!),
            Features = raw.Features?.OfType<string>().ToHashSet(),
            Denies = ToDenied(raw.Denies),
            VersionCommand = [.. (raw.VersionCommand ?? []).OfType<string>()],
            ReadyTimeout = raw.Ready?.TimeoutSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            Capabilities = raw.Capabilities is null ? null : [.. raw.Capabilities.OfType<string>()],
            Setup = ContainerFields.Check(check, Path.GetDirectoryName(Path.GetFullPath(path))!, raw),
            Fragile = raw.Fragile,
        };
    }

    /// <summary>Whether a proxy can have this name.</summary>
    /// <param name="name">The name.</param>
    public static bool IsName(string name) =>
        name.Length > 0
        && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '.')
        && char.IsAsciiLetterOrDigit(name[0]);

    private static void CheckListener(FieldCheck check, string name, ListenerJson? listener)
    {
        var field = $"listeners.{name}";
        check.That(ListenerNames.All.Contains(name), field,
            $"is not a known listener; use {string.Join(", ", ListenerNames.All)}");
        check.That(listener?.Port is >= 1 and <= 65535, $"{field}.port", "must be from 1 to 65535");
        check.That(listener!.Address is null || IsHost(listener.Address), $"{field}.address",
            "is neither a host name nor an IP address (without brackets)");
        check.That((listener.User is null) == (listener.Password is null), field, "needs both user and password, or neither");
        check.That(!s_withoutUser.Contains(name) || listener.User is null, field,
            "requires no credentials: remove user and password");
        check.That(!s_withUser.Contains(name) || listener.User?.Length > 0, field, "needs user and password");
        check.That(ListenerNames.IsImpatient(name) == listener.Seconds is not null, $"{field}.seconds",
            ListenerNames.IsImpatient(name)
                ? "is missing; give the time after which the proxy gives up"
                : "applies only to the listeners impatient, h2-impatient and h2c-impatient: remove it here");
        check.That(listener.Seconds is null or (>= 1 and <= 5), $"{field}.seconds", "must be from 1 to 5");
        if (listener.Utf8 is { } utf8)
            CheckUtf8(check, name, utf8);
    }

    private static void CheckUtf8(FieldCheck check, string name, UserJson utf8)
    {
        var field = $"listeners.{name}.utf8";
        check.That(name == ListenerNames.Auth, field, "applies only to the listener auth: remove it here");
        check.That(utf8.User?.Length > 0 && utf8.Password is not null, field, "needs user and password");
        check.That(!Ascii.IsValid(utf8.User + utf8.Password), field, "needs a non-ASCII character, as in the password 123£");
    }

    private static void CheckDenies(FieldCheck check, DeniesJson? denies)
    {
        check.That(denies is null || (denies.Port ?? (object?)denies.Address) is not null, "denies",
            "is empty; give a port, an address or both");
        check.That(denies?.Port is null or (>= 1 and <= 65535), "denies.port", "must be from 1 to 65535");
        check.That(denies?.Address is null || IPAddress.TryParse(denies.Address, out _), "denies.address",
            "is not an IP address");
    }

    private static void CheckFeature(FieldCheck check, string? feature)
    {
        check.That(feature is null || !ListenerNames.All.Contains(feature), "features",
            $"contains {FieldCheck.Quote(feature)}, which follows from its listener: remove it here");
        check.That(feature is not null && ProxyFeatures.Declarable.Contains(feature), "features",
            $"contains {FieldCheck.Quote(feature)}; the known features are {string.Join(", ", ProxyFeatures.Declarable)}");
    }

    private static Listener ToListener(string name, ListenerJson raw) =>
        Listener.OnPort(raw.Port!.Value, raw.User, raw.Password) with
        {
            IsTls = ListenerNames.IsTls(name),
            IsTrusted = raw.Certificate is not null,
            Utf8 = raw.Utf8 is null ? null : new(raw.Utf8.User!, raw.Utf8.Password!),
            Patience = raw.Seconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            Certificate = raw.Certificate is null ? null : new(raw.Certificate, raw.Key),
        };

    private static DeniedTargets ToDenied(DeniesJson? raw) =>
        new(raw?.Port, raw?.Address is null ? null : IPAddress.Parse(raw.Address));

    private static bool IsHost(string host) => Uri.CheckHostName(host) != UriHostNameType.Unknown && !host.StartsWith('[');

    private static bool IsCapability(string? name) =>
        name?.Length > 0
        && name.All(c => char.IsAsciiLetterUpper(c) || c == '_')
        && !name.StartsWith("CAP_", StringComparison.Ordinal);
}
