using ConformanceKit.Clients;
using ConformanceKit.Model;
using ConformanceKit.Mutants;

namespace ConformanceKit.Scenarios.Clients;

/// <summary>Clients that break one rule about what they send to a proxy.</summary>
internal static class RequestMutants
{
    [Mutant("client-leaves-out-port", "leaves out the port in the target of CONNECT")]
    [Kills("client/connect-target", ReasonIds.RequestLine)]
    [Kills("client/connect-ipv6", ReasonIds.RequestLine)]
    [Kills("client/connect-idn", ReasonIds.RequestLine)]
    public static ClientSteps LeavesOutPort() => new()
    {
        ConnectHead = goal =>
            $"CONNECT {goal.Authority[..goal.Authority.LastIndexOf(':')]} HTTP/1.1\r\nHost: {goal.Authority}\r\n",
    };

    [Mutant("client-sends-userinfo", "sends the userinfo of the URL in the target of CONNECT")]
    [Kills("client/connect-target/userinfo", ReasonIds.RequestLine)]
    public static ClientSteps SendsUserinfo() => new()
    {
        ConnectHead = goal => $"CONNECT {Userinfo(goal)}{goal.Authority} HTTP/1.1\r\nHost: {goal.Authority}\r\n",
    };

    [Mutant("client-ipv6-without-brackets", "writes an IPv6 address without brackets")]
    [Kills("client/connect-ipv6", ReasonIds.RequestLine)]
    public static ClientSteps WritesIPv6WithoutBrackets() => new()
    {
        ConnectHead = goal =>
            $"CONNECT {goal.Authority.Replace("[", "", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal)} "
            + $"HTTP/1.1\r\nHost: {goal.Authority}\r\n",
    };

    [Mutant("client-sends-raw-name", "sends a name that is not ASCII as it is")]
    [Kills("client/connect-idn", ReasonIds.RequestLine)]
    public static ClientSteps SendsRawName() => new()
    {
        ConnectHead = goal => goal.Authority.StartsWith("xn--", StringComparison.Ordinal)
            ? $"CONNECT b\xfccher.test:443 HTTP/1.1\r\nHost: {goal.Authority}\r\n"
            : $"CONNECT {goal.Authority} HTTP/1.1\r\nHost: {goal.Authority}\r\n",
    };

    [Mutant("client-without-host", "sends CONNECT without a Host field")]
    [Kills("client/connect-host", ReasonIds.FieldAbsent)]
    public static ClientSteps SendsNoHost() => new()
    {
        ConnectHead = static goal => $"CONNECT {goal.Authority} HTTP/1.1\r\n",
    };

    [Mutant("client-with-content", "sends content with CONNECT")]
    [Kills("client/connect-no-body", ReasonIds.BodyPresent)]
    [Related("client/*")]
    public static ClientSteps SendsContent() => new()
    {
        ConnectHead = static goal =>
            $"CONNECT {goal.Authority} HTTP/1.1\r\nHost: {goal.Authority}\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n",
    };

    [Mutant("client-sends-origin-credentials", "sends the credentials for the origin to the proxy, with CONNECT")]
    [Kills("client/connect-no-body", ReasonIds.Leaked)]
    [Kills("client/401-not-answered", ReasonIds.Leaked)]
    public static ClientSteps SendsOriginCredentials() => new()
    {
        ConnectHead = static goal => $"CONNECT {goal.Authority} HTTP/1.1\r\nHost: {goal.Authority}\r\n"
            + (Userinfo(goal).Length > 0 ? "Authorization: Basic bmFtZTpzZWNyZXQ=\r\n" : ""),
    };

    [Mutant("client-origin-form", "sends a request for an http URL in origin-form")]
    [Kills("client/absolute-form", ReasonIds.RequestLine)]
    [Related("client/absolute-*")]
    public static ClientSteps SendsOriginForm() => new()
    {
        AbsoluteHead = static goal =>
            $"GET {new Uri(goal.Absolute).PathAndQuery} HTTP/1.1\r\nHost: {goal.Host}\r\nConnection: close\r\n",
    };

    [Mutant("client-sends-userinfo-in-target", "sends the userinfo of an http URL in the target")]
    [Kills("client/absolute-userinfo", ReasonIds.Leaked)]
    public static ClientSteps SendsUserinfoInTarget() => new()
    {
        AbsoluteHead = static goal =>
            $"GET {goal.Absolute.Replace("://", $"://{Userinfo(goal)}", StringComparison.Ordinal)} HTTP/1.1\r\n"
            + $"Host: {goal.Host}\r\nConnection: close\r\n",
    };

    [Mutant("client-host-of-proxy", "sends another host in Host than in the target")]
    [Kills("client/absolute-host", ReasonIds.FieldValue)]
    public static ClientSteps SendsAnotherHost() => new()
    {
        AbsoluteHead = static goal => $"GET {goal.Absolute} HTTP/1.1\r\nHost: proxy.test\r\nConnection: close\r\n",
    };

    [Mutant("client-without-no-proxy", "does not know NO_PROXY")]
    [Records("client/no-proxy", "a.test for a.test: through the proxy")]
    public static ClientSteps KnowsNoProxy() => new() { KnowsNoProxy = false };

    [Mutant("client-offers-no-protocols", "offers no protocols to a proxy")]
    [Records("client/tls-proxy-alpn", "offers no protocols")]
    [Related("client/h2-*")]
    public static ClientSteps OffersNoProtocols() => new() { OffersProtocols = false };

    [Mutant("client-sends-scheme", "sends :scheme and :path with CONNECT on a stream")]
    [Kills("client/h2-shape", ReasonIds.FieldPresent)]
    public static ClientSteps SendsScheme() => new()
    {
        ConnectFields = static goal =>
            [new(":method", "CONNECT"), new(":scheme", "https"), new(":authority", goal.Authority), new(":path", "/")],
    };

    [Mutant("client-opens-websocket-at-proxy", "asks a proxy that takes extended CONNECT to open the WebSocket itself")]
    [Kills("client/h2-websocket", ReasonIds.FieldPresent)]
    public static ClientSteps OpensWebSocketAtProxy() => new()
    {
        ConnectFields = static goal => goal.Url.StartsWith("wss:", StringComparison.Ordinal)
            ? [new(":method", "CONNECT"), new(":protocol", "websocket"), new(":scheme", "https"),
                new(":authority", goal.Authority), new(":path", "/")]
            : [new(":method", "CONNECT"), new(":authority", goal.Authority)],
    };

    [Mutant("client-dials-for-each", "makes a connection in HTTP/2 for each tunnel")]
    [Kills("client/h2-one-connection", ReasonIds.TooMany)]
    public static ClientSteps DialsForEach() => new() { DialsForEach = true };

    [Mutant("client-leaves-stream-open", "does not answer END_STREAM with END_STREAM")]
    [Kills("client/h2-es", ReasonIds.NotClosed)]
    public static ClientSteps LeavesStreamOpen() => new() { EndsStream = false };

    [Mutant("client-hurries", "begins TLS behind CONNECT without waiting for the response")]
    [Kills("client/wait-for-2xx", ReasonIds.TooEarly)]
    [Related("client/*")]
    public static ClientSteps Hurries() => new() { HurriesTls = true };

    private static string Userinfo(ClientGoal goal) =>
        new Uri(goal.Url).UserInfo is { Length: > 0 } userinfo ? $"{userinfo}@" : "";
}
