using ConformanceKit.ScriptedProxies;

namespace ConformanceKit.Scenarios.Clients.Behaviours;

/// <summary>Proxies that open no tunnel.</summary>
public static class Refusals
{
    /// <summary>What is in the body of a refusal: it is the proxy's word, and never the origin's.</summary>
    public const string Body = "<script>document.title='this is the proxy'</script>";

    private const string PretendsToBeOrigin = "Set-Cookie: proxy=was-here\r\nStrict-Transport-Security: max-age=31536000\r\n";

    /// <summary>All that answer every request alike.</summary>
    public static IReadOnlyList<Behaviour> All { get; } =
    [
        With("refuses-with-403", "refuses with 403", "403 Forbidden", PretendsToBeOrigin),
        With("refuses-with-404", "refuses with 404", "404 Not Found", PretendsToBeOrigin),
        With("refuses-with-407", "asks for credentials whatever it is sent", "407 Proxy Authentication Required",
            $"Proxy-Authenticate: Basic realm=\"p\"\r\n{PretendsToBeOrigin}") with
        {
            AsksForCredentials = true,
        },
        With("refuses-with-502", "refuses with 502", "502 Bad Gateway", PretendsToBeOrigin),
        With("refuses-with-401", "asks for the origin's credentials", "401 Unauthorized",
            "WWW-Authenticate: Basic realm=\"o\"\r\n"),
    ];

    /// <summary>Those that lead elsewhere, for whoever tries a client by hand.</summary>
    public static IReadOnlyList<Behaviour> Redirects { get; } =
    [
        Redirect("302 Found", "http", "elsewhere.test"),
        Redirect("307 Temporary Redirect", "http", "elsewhere.test"),
    ];

    /// <summary>A proxy that answers CONNECT with a redirect.</summary>
    /// <param name="status">The status code and the reason phrase.</param>
    /// <param name="scheme">The scheme of where it leads.</param>
    /// <param name="authority">Its authority, for which alone the proxy does what it should.</param>
    public static Behaviour Redirect(string status, string scheme, string authority) => new(
        $"redirects-with-{status[..3]}",
        $"answers CONNECT with {status[..3]} to {scheme}://{authority}/stolen",
        async connection =>
        {
            while (await connection.RequestAsync() is { } request)
            {
                if (request.Method != "CONNECT" || request.Target.Contains(authority, StringComparison.Ordinal))
                {
                    await connection.ObeyAsync(request);
                    return;
                }

                await connection.SendAsync(
                    $"HTTP/1.1 {status}\r\nLocation: {scheme}://{authority}/stolen\r\nContent-Length: 0\r\n\r\n");
            }
        });

    /// <summary>The one with a name.</summary>
    /// <param name="name">The name.</param>
    public static Behaviour Of(string name) => All.Single(behaviour => behaviour.Name == name);

    private static Behaviour With(string name, string does, string status, string fields) =>
        new(name, does, async connection =>
        {
            while (await connection.RequestAsync() is not null)
            {
                await connection.SendAsync($"HTTP/1.1 {status}\r\n{fields}Content-Type: text/html\r\n"
                    + $"Content-Length: {Body.Length}\r\n\r\n{Body}");
            }
        });
}
