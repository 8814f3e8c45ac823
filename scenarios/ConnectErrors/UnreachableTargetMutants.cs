using ConformanceKit.Model;
using ConformanceKit.Mutants;

namespace ConformanceKit.Scenarios.ConnectErrors;

/// <summary>Proxies that report wrongly, or not at all, that a target cannot be reached.</summary>
internal static class UnreachableTargetMutants
{
    [Mutant("answers-200-when-it-cannot-connect",
        "answers CONNECT with 200 whatever the outcome of the dial, and closes if it fails (elazarl/goproxy#377, "
        + "klzgrad/forwardproxy#12)")]
    [Kills("connect-errors/refused", ReasonIds.Accepted)]
    [Kills("connect-errors/dns-fail", ReasonIds.Accepted)]
    [Kills("connect-errors/connect-timeout", ReasonIds.Accepted)]
    [Kills("connect-errors/port-zero", ReasonIds.Accepted)]
    [Kills("connect-errors/ip-prohibited", ReasonIds.Accepted)]
    [Related("connect-errors/deny-spellings", "connect/own-address")]
    public static Flaw Answers200()
    {
        var isFailed = false;
        return new Flaw()
            .Response((head, exchange) =>
            {
                var isDialled = head.Status >= 500 || exchange.Request.Target.EndsWith(":0", StringComparison.Ordinal);
                if (!exchange.Request.IsConnect || !isDialled)
                    return;
                isFailed = true;
                head.Text = "HTTP/1.1 200 Connection established\r\n\r\n";
            })
            .BodyBytes(Leg.ToClient, bytes => isFailed ? [] : bytes);
    }

    [Mutant("closes-when-it-cannot-connect", "closes without a reply when the dial of a CONNECT fails (saucelabs/forwarder#115)")]
    [Kills("connect-errors/refused", ReasonIds.ClosedWithoutReply)]
    [Kills("connect-errors/dns-fail", ReasonIds.ClosedWithoutReply)]
    [Kills("connect-errors/connect-timeout", ReasonIds.ClosedWithoutReply)]
    [Related("connect-errors/ip-prohibited", "connect-errors/deny-spellings", "connect/own-address")]
    public static Flaw Closes() => new Flaw().Response((head, exchange) =>
    {
        if (exchange.Request.IsConnect && head.Status >= 500)
            head.Text = "";
    });

    [Mutant("answers-503-to-a-refused-connection", "answers with 503 if the origin refuses the connection")]
    [Kills("connect-errors/refused", ReasonIds.Status)]
    [Kills("informational/proxy-status-code/refused", ReasonIds.Status)]
    [Kills("informational/proxy-status-code/refused-get", ReasonIds.Status)]
    public static Flaw Answers503() => On("connection_refused", 503);

    [Mutant("answers-404-to-an-unknown-name", "answers with 404 if the name of the target does not resolve")]
    [Kills("connect-errors/dns-fail", ReasonIds.Status)]
    public static Flaw Answers404() => On("dns_error", 404);

    [Mutant("answers-502-when-a-dial-takes-too-long", "answers with 502 if the target never accepts")]
    [Kills("connect-errors/connect-timeout", ReasonIds.Status)]
    public static Flaw Answers502() => On("connection_timeout", 502);

    private static Flaw On(string error, int status) => new Flaw().Response(head =>
    {
        if (head.Field("Proxy-Status")?.Contains($"error={error};", StringComparison.Ordinal) ?? false)
            head.Status = status;
    });
}
