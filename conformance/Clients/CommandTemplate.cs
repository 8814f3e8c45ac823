using System.Globalization;
using System.Text.RegularExpressions;

namespace ConformanceKit.Clients;

/// <summary>How a client is started for one task: words with placeholders.</summary>
/// <param name="Command">The program and its arguments.</param>
internal sealed partial record CommandTemplate(IReadOnlyList<string> Command)
{
    /// <summary>The URL to fetch.</summary>
    public const string Url = "{url}";

    /// <summary>The proxy's URI.</summary>
    public const string Proxy = "{proxy}";

    /// <summary>The URL's host, and its port: for a client that is given no URL.</summary>
    public const string Host = "{host}", Port = "{port}";

    /// <summary>The proxy's host, and its port, likewise.</summary>
    public const string ProxyHost = "{proxy-host}", ProxyPort = "{proxy-port}";

    /// <summary>The file with the CA's certificate that the client has to trust.</summary>
    public const string Ca = "{ca}";

    /// <summary>The file with that of the proxy's CA.</summary>
    public const string ProxyCertificate = "{proxy-ca}";

    /// <summary>The user name for the proxy.</summary>
    public const string User = "{user}";

    /// <summary>That user's password.</summary>
    public const string Password = "{password}";

    /// <summary>The hosts that are reached without the proxy.</summary>
    public const string Direct = "{no-proxy}";

    /// <summary>The client's own time limit, in seconds.</summary>
    public const string Timeout = "{timeout}";

    /// <summary>What is appended if the client is given credentials for the proxy.</summary>
    public IReadOnlyList<string> Credentials { get; init; } = [];

    /// <summary>What is appended if the client has to speak TLS to the proxy.</summary>
    public IReadOnlyList<string> ProxyCa { get; init; } = [];

    /// <summary>What is appended if there are hosts to be reached without the proxy.</summary>
    public IReadOnlyList<string> NoProxy { get; init; } = [];

    /// <summary>What the optional parts let the client do.</summary>
    public IEnumerable<string> Features =>
    [
        .. Credentials.Count > 0 ? [ClientFeatures.Credentials] : (string[])[],
        .. ProxyCa.Count > 0 ? [ClientFeatures.TlsProxy] : (string[])[],
        .. NoProxy.Count > 0 ? [ClientFeatures.NoProxy] : (string[])[],
    ];

    /// <summary>The words for a task.</summary>
    /// <param name="task">The task.</param>
    /// <param name="ca">The file with the CA's certificate.</param>
    public IReadOnlyList<string> Fill(ClientTask task, string ca)
    {
        IEnumerable<string> words =
        [
            .. Command,
            .. task.User is null ? [] : Credentials,
            .. task.HasTlsProxy ? ProxyCa : [],
            .. task.NoProxy.Length == 0 ? [] : NoProxy,
        ];

        // In one pass: a value may look like a placeholder.
        return [.. words.Select(word => Placeholder().Replace(word, found => Value(found.Value, task, ca)))];
    }

    /// <summary>What is wrong with it, as a part and the rest of a sentence about that; or null.</summary>
    public (string Part, string Problem)? Fault()
    {
        foreach (var (needed, host, port, what) in new[]
        {
            (Url, Host, Port, "the URL"), (Proxy, ProxyHost, ProxyPort, "the proxy"),
        })
        {
            if (!Has(Command, needed) && !(Has(Command, host) && Has(Command, port)))
                return ("command", $"has no {needed} (or {host} and {port}); put it where the client expects {what}");
        }

        foreach (var (part, words, needed) in new[]
        {
            ("credentials", Credentials, new[] { User, Password }), ("proxyCa", ProxyCa, [ProxyCertificate]),
            ("noProxy", NoProxy, [Direct]),
        })
        {
            foreach (var placeholder in needed)
            {
                if (Has(Command, placeholder))
                    return ("command", $"has {placeholder}, which not every task has a value for: move that part to {part}");
                if (words.Count > 0 && !Has(words, placeholder))
                    return (part, $"has no {placeholder}");
            }
        }

        return null;
    }

    private static bool Has(IEnumerable<string> words, string placeholder) =>
        words.Any(word => word.Contains(placeholder, StringComparison.Ordinal));

    private static string Value(string placeholder, ClientTask task, string ca) => placeholder switch
    {
        Url => task.Url,
        Proxy => task.Proxy,
        Host => new Uri(task.Url).IdnHost.Trim('[', ']'),
        Port => Number(new Uri(task.Url).Port),
        ProxyHost => new Uri(task.Proxy).IdnHost.Trim('[', ']'),
        ProxyPort => Number(new Uri(task.Proxy).Port),
        Ca or ProxyCertificate => ca,
        User => task.User ?? "",
        Password => task.Password ?? "",
        Direct => task.NoProxy,
        _ => Number(task.Patience.TotalSeconds),
    };

    private static string Number(double number) => number.ToString("0.###", CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\{(url|host|port|proxy|proxy-host|proxy-port|ca|proxy-ca|user|password|no-proxy|timeout)\}")]
    private static partial Regex Placeholder();
}
