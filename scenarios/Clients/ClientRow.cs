using ConformanceKit.Clients;
using ConformanceKit.Grading;
using ConformanceKit.Model;
using ConformanceKit.Origins;
using ConformanceKit.Running.Authoring;
using ConformanceKit.ScriptedProxies;
using ConformanceKit.Wire;

namespace ConformanceKit.Scenarios.Clients;

/// <summary>What most rows about clients need: a page that only the origin has, and what the client sent to the proxy.</summary>
/// <param name="client">The client to grade.</param>
public abstract class ClientRow(string client) : ClientScenario(client)
{
    /// <summary>The origin's content.</summary>
    protected const string Content = "this is the origin";

    /// <summary>How long a client may take where only its own timeout ends the exchange.</summary>
    protected static readonly TimeSpan Impatience = TimeSpan.FromSeconds(2);

    /// <summary>The origin's response.</summary>
    protected static readonly string Page = $"HTTP/1.1 200 OK\r\nContent-Length: {Content.Length}\r\n\r\n{Content}";

    /// <summary>An origin inside TLS with the content.</summary>
    protected Task<HttpOrigin> HttpsPageAsync() => Origins.HttpsAsync(Page);

    /// <summary>An origin in cleartext with the content.</summary>
    protected Task<HttpOrigin> HttpPageAsync() => Origins.HttpAsync(Page);

    /// <summary>
    /// Whether the client only joins its standard streams to a tunnel: what is said in it, TLS included, is left to others.
    /// </summary>
    protected bool OnlyJoinsStreams => Scheme == "tcp";

    /// <summary>What the client opens tunnels for: <c>https</c>, <c>wss</c>, or <c>tcp</c> if it only joins streams.</summary>
    protected string Scheme => Client.Features.Contains(ClientFeatures.Https) ? "https"
        : Client.Features.Contains(ClientFeatures.WebSocket) ? "wss"
        : "tcp";

    /// <summary>An origin that a client finds the content at by way of a tunnel, whatever it opens tunnels for.</summary>
    protected async Task<Origin> TunnelledPageAsync() => Scheme switch
    {
        "https" => await HttpsPageAsync(),
        "wss" => await Origins.WebSocketTlsAsync(pushFirst: Content),
        _ => await Origins.ServeAsync(async (connection, cancel) =>
        {
            await connection.SendAsync(Content, cancel);
            connection.ShutdownSend();
        }),
    };

    /// <summary>Lets the client fetch the content through a tunnel.</summary>
    /// <param name="behaviour">What the proxy does.</param>
    /// <param name="withCredentials">Whether the client is told credentials for the proxy.</param>
    /// <param name="patience">The client's own timeout.</param>
    /// <returns>What the client told its caller, and the proxy with what it saw.</returns>
    protected async Task<(ClientAnswer Answer, ScriptedProxy Proxy)> FetchAsync(
        Behaviour behaviour, bool withCredentials = false, TimeSpan? patience = null)
    {
        var origin = await TunnelledPageAsync();
        var proxy = Proxies.Listen(behaviour, origin);
        return (await Client.FetchAsync(Tunnelled(origin.Authority), proxy, withCredentials, patience), proxy);
    }

    /// <summary>A URL for which the client opens a tunnel.</summary>
    /// <param name="authority">Host and port; without userinfo if <see cref="OnlyJoinsStreams"/>.</param>
    protected string Tunnelled(string authority) => OnlyJoinsStreams ? $"tcp://{authority}" : $"{Scheme}://{authority}/";

    /// <summary>Makes a scenario about what is said in a tunnel not applicable to a client that leaves that to others.</summary>
    protected void RequireMoreThanStreams()
    {
        if (OnlyJoinsStreams)
            NotApplicable("the client joins its standard streams to the tunnel, and says nothing in it itself");
    }

    /// <summary>The first request of a method that the client sent to the proxy.</summary>
    /// <param name="proxy">The proxy.</param>
    /// <param name="method">The method; null for any.</param>
    /// <exception cref="RequirementBrokenException"><c>request-failed</c>: it sent none.</exception>
    protected static WireRequest First(ScriptedProxy proxy, string? method = null) =>
        proxy.Requests.Select(one => one.Request).FirstOrDefault(request => method is null || request.Method == method)
        ?? throw new RequirementBrokenException(
            ReasonIds.RequestFailed, $"expected a {method ?? "request"} to the proxy, but the client sent none");

    /// <summary>The client tried, and reported an error.</summary>
    /// <param name="answer">What it told its caller.</param>
    /// <param name="proxy">The proxy, which must have been asked for a tunnel.</param>
    /// <param name="because">Why it must be an error.</param>
    protected static void IsAnError(ClientAnswer answer, ScriptedProxy proxy, string because)
    {
        answer.Should().BeAnError(because);
        First(proxy, "CONNECT");
    }

    /// <summary>
    /// A client may refuse a URL with userinfo (RFC 9110 §4.2.4: "treat its presence as an error"): then there is no request.
    /// </summary>
    /// <param name="proxy">The proxy.</param>
    /// <param name="answer">What the client told its caller about such a URL.</param>
    protected static void IsTaken(ScriptedProxy proxy, ClientAnswer answer)
    {
        if (proxy.ConnectionCount == 0 && !answer.Succeeded && !answer.WasEnded)
            NotApplicable($"the client does not take a URL with userinfo: {answer.Error}");
    }

    /// <summary>A client that was started in a wrong way, as by a misspelt command, is not graded.</summary>
    /// <param name="proxy">The proxy.</param>
    /// <param name="answer">What the client told its caller.</param>
    /// <exception cref="HarnessException">It reported an error without a connection to the proxy.</exception>
    protected static void ReachedTheProxy(ScriptedProxy proxy, ClientAnswer answer)
    {
        if (proxy.ConnectionCount == 0 && !answer.Succeeded && !answer.WasEnded)
        {
            throw new HarnessException(
                $"The client did not connect to the proxy: it may have been started in a wrong way. It reported: {answer.Error}");
        }
    }

    /// <summary>Breaks the requirement unless a condition holds.</summary>
    /// <param name="holds">The condition.</param>
    /// <param name="reasonId">One of <see cref="ReasonIds"/>.</param>
    /// <param name="facts">What was expected, and what was found.</param>
    /// <param name="marks">Where in the evidence.</param>
    protected static void Require(bool holds, string reasonId, string facts, IReadOnlyList<Mark>? marks = null)
    {
        if (!holds)
            throw new RequirementBrokenException(reasonId, facts) { Marks = marks ?? [] };
    }
}
