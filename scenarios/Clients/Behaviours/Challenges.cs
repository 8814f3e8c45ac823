using ConformanceKit.Origins;
using ConformanceKit.Running.Authoring;
using ConformanceKit.ScriptedProxies;
using ConformanceKit.Wire;

namespace ConformanceKit.Scenarios.Clients.Behaviours;

/// <summary>Proxies that require credentials, and do what they should once they have them.</summary>
public static class Challenges
{
    private const string Asks = "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"p\"\r\n";

    // A client that does not take it off the connection reads it as the next response.
    private const string LooksLikeResponse = "HTTP/1.1 200 OK\r\n\r\n";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Behaviour> All { get; } =
    [
        With("407-then-open", "asks for credentials, and keeps the connection open", $"{Asks}Content-Length: 3\r\n\r\nno\n"),
        With("407-then-close", "asks for credentials, and closes the connection",
            $"{Asks}Connection: close\r\nContent-Length: 3\r\n\r\nno\n", closes: true),
        With("407-with-body", "asks for credentials with a body that looks like a response",
            $"{Asks}Content-Length: {LooksLikeResponse.Length}\r\n\r\n{LooksLikeResponse}"),
    ];

    /// <summary>A proxy that asks for credentials, and leads to two origins: some clients open a tunnel to each.</summary>
    /// <param name="first">The origin whose authority is in the target.</param>
    /// <param name="second">The origin of all other targets.</param>
    public static Behaviour WithTwoOrigins(Origin first, Origin second) => Of("407-then-open") with
    {
        Origins = request => request.Target.Contains(first.Authority, StringComparison.Ordinal) ? first : second,
    };

    /// <summary>The one with a name.</summary>
    /// <param name="name">The name.</param>
    public static Behaviour Of(string name) => All.Single(behaviour => behaviour.Name == name);

    private static Behaviour With(string name, string does, string challenge, bool closes = false) =>
        new(name, does, async connection =>
        {
            while (await connection.RequestAsync() is { } request)
            {
                if (AreRight(request))
                {
                    await connection.ObeyAsync(request);
                    return;
                }

                await connection.SendAsync(challenge);
                if (closes)
                    return;
            }
        })
        {
            AsksForCredentials = true,
        };

    private static bool AreRight(WireRequest request) =>
        request.Field("Proxy-Authorization") == Requests.BasicCredentials(ClientHandle.User, ClientHandle.Password);
}
