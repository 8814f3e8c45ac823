using System.Net;
using System.Net.Sockets;
using ConformanceKit.Grading;
using ConformanceKit.Mutants;

namespace ConformanceKit.Scenarios.Mutants;

/// <summary>Proxies that don't keep to what they are configured to refuse.</summary>
internal static class PolicyMutants
{
    [Mutant("ignores-denied-ports", "opens tunnels to every port, whatever its policy says")]
    [Kills("connect-errors/policy-denied", ReasonIds.Accepted)]
    [Related("robustness/port-policy", "auth/insufficient-403")]
    public static Flaw IgnoresDeniedPorts() => new Flaw().Options(options => options with { AllowedPorts = null });

    [Mutant("ignores-denied-addresses", "opens tunnels to every address, whatever its policy says")]
    [Kills("connect-errors/ip-prohibited", ReasonIds.Accepted)]
    [Kills("connect-errors/deny-spellings", ReasonIds.Accepted)]
    [Kills("absolute-form/deny-spellings", ReasonIds.OriginContacted)]
    public static Flaw IgnoresDeniedAddresses() => new Flaw().Options(options =>
        options with { Denied = [.. options.Denied.Where(rule => rule.Port is not null)] });

    [Mutant("dials-before-it-asks-its-policy", "refuses a denied target only after it has dialled it")]
    [Kills("connect-errors/policy-denied", ReasonIds.OriginContacted)]
    [Kills("connect-errors/ip-prohibited", ReasonIds.OriginContacted)]
    [Related("robustness/port-policy", "auth/insufficient-403", "connect-errors/deny-spellings")]
    public static Flaw DialsBeforeItAsks() => new Flaw().Heads(Leg.ToClient, async (head, exchange) =>
    {
        if (!IsDenied(head) || !IPEndPoint.TryParse(exchange.Request.Target, out var target)) return;
        using var denied = new Socket(target.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        await denied.ConnectAsync(target);
    });

    [Mutant("answers-503-to-a-denied-target", "refuses a denied target with 503, as if it could be reached later")]
    [Kills("connect-errors/policy-denied", ReasonIds.Status)]
    [Kills("connect-errors/ip-prohibited", ReasonIds.Status)]
    [Related("auth/insufficient-403")]
    public static Flaw Answers503() => new Flaw().Response(head =>
    {
        if (IsDenied(head)) head.Status = 503;
    });

    private static bool IsDenied(Head head) => head.Field("Proxy-Status") is { } status
        && (status.Contains("error=http_request_denied;", StringComparison.Ordinal)
            || status.Contains("error=destination_ip_prohibited;", StringComparison.Ordinal));
}
