using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using ConformanceKit.Model;
using ConformanceKit.Mutants;
using ConformanceKit.ReferenceProxy;

namespace ConformanceKit.Scenarios.ConnectErrors;

/// <summary>Proxies that do not refuse what they are configured to refuse.</summary>
internal static partial class PolicyMutants
{
    [Mutant("ignores-denied-ports", "opens tunnels to every port, whatever its policy says")]
    [Kills("connect-errors/policy-denied", ReasonIds.Accepted)]
    [Related("robustness/port-policy", "auth/insufficient-403")]
    public static Flaw IgnoresDeniedPorts() => new Flaw().Options(options => options with { AllowedPorts = null });

    [Mutant("ignores-denied-addresses", "opens tunnels to every address, whatever its policy says")]
    [Kills("connect-errors/ip-prohibited", ReasonIds.Accepted)]
    [Kills("absolute-form/deny-spellings/as-configured", ReasonIds.OriginContacted)]
    [Related("connect-errors/deny-spellings", "absolute-form/deny-spellings")]
    public static Flaw IgnoresDeniedAddresses() => new Flaw().Options(WithoutDeniedAddresses);

    [Mutant("compares-denied-addresses-as-text",
        "refuses a denied address only if it is written as in its configuration, but understands every other spelling")]
    [Kills("connect-errors/deny-spellings", ReasonIds.Accepted)]
    [Kills("absolute-form/deny-spellings/decimal", ReasonIds.OriginContacted)]
    [Kills("absolute-form/deny-spellings/hexadecimal", ReasonIds.OriginContacted)]
    [Kills("absolute-form/deny-spellings/octal", ReasonIds.OriginContacted)]
    [Kills("absolute-form/deny-spellings/short", ReasonIds.OriginContacted)]
    [Kills("absolute-form/deny-spellings/three-parts", ReasonIds.OriginContacted)]
    [Kills("absolute-form/deny-spellings/percent-encoded", ReasonIds.OriginContacted)]
    [Kills("absolute-form/deny-spellings/ipv4-*", ReasonIds.OriginContacted)]
    public static Flaw ComparesAsText() => new Flaw()
        .Options(WithoutDeniedAddresses)
        .Answer(head => AsConfigured().IsMatch(head.Target)
            ? "HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
            : null)
        .Request(head => head.Text = head.Text
            .Replace("127%2e0.0.2", "127.0.0.2", StringComparison.Ordinal)
            .Replace("[::127.0.0.2]", "127.0.0.2", StringComparison.Ordinal));

    [Mutant("dials-before-it-asks-its-policy", "refuses a denied target only after it has dialled it")]
    [Kills("connect-errors/policy-denied", ReasonIds.OriginContacted)]
    [Kills("connect-errors/ip-prohibited", ReasonIds.OriginContacted)]
    [Related("robustness/port-policy", "auth/insufficient-403", "connect-errors/deny-spellings")]
    public static Flaw DialsBeforeItAsks() => new Flaw().Heads(Leg.ToClient, async (head, exchange) =>
    {
        if (!IsDenied(head) || !IPEndPoint.TryParse(exchange.Request.Target, out var target))
            return;
        using var denied = new Socket(target.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        await denied.ConnectAsync(target);
    });

    [Mutant("answers-503-to-a-denied-target", "refuses a denied target with 503, as if it could be reached later")]
    [Kills("connect-errors/policy-denied", ReasonIds.Status)]
    [Kills("connect-errors/ip-prohibited", ReasonIds.Status)]
    [Related("auth/insufficient-403")]
    public static Flaw Answers503() => new Flaw().Response(head =>
    {
        if (IsDenied(head))
            head.Status = 503;
    });

    private static ProxyOptions WithoutDeniedAddresses(ProxyOptions options) =>
        options with { Denied = [.. options.Denied.Where(rule => rule.Port is not null)] };

    private static bool IsDenied(Head head) => head.Field("Proxy-Status") is { } status
        && (status.Contains("error=http_request_denied;", StringComparison.Ordinal)
            || status.Contains("error=destination_ip_prohibited;", StringComparison.Ordinal));

    [GeneratedRegex(@"^(?:http://)?127\.0\.0\.2:")]
    private static partial Regex AsConfigured();
}
