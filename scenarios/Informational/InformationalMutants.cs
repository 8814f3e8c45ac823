using System.Net;
using ConformanceKit.Model;
using ConformanceKit.Mutants;
using ConformanceKit.Scenarios.Mutants;

namespace ConformanceKit.Scenarios.Informational;

/// <summary>Proxies that describe themselves differently, or wrongly.</summary>
internal static class InformationalMutants
{
    [Mutant("quotes-the-error-in-proxy-status", "sends the error in Proxy-Status as a string instead of a token")]
    [Kills("informational/proxy-status-syntax", ReasonIds.FieldValue)]
    public static Flaw QuotesTheError() => ProxyStatus(status =>
        System.Text.RegularExpressions.Regex.Replace(status, "error=([a-z_]+)", "error=\"$1\""));

    [Mutant("names-itself-by-its-address-in-proxy-status",
        "puts its address into Proxy-Status without quotes, although it is not a token")]
    [Kills("informational/proxy-status-syntax", ReasonIds.FieldValue)]
    public static Flaw NamesItselfByItsAddress() =>
        ProxyStatus(status => IPAddress.Loopback + status[status.IndexOf(';', StringComparison.Ordinal)..]);

    [Mutant("names-itself-by-a-number-in-proxy-status", "puts a number into Proxy-Status where its name belongs")]
    [Kills("informational/proxy-status-syntax", ReasonIds.FieldValue)]
    public static Flaw NamesItselfByANumber() =>
        ProxyStatus(status => "1" + status[status.IndexOf(';', StringComparison.Ordinal)..]);

    [Mutant("answers-500-to-an-invalid-port", "answers 500 when the port of a CONNECT is not a number")]
    [Kills("informational/proxy-status-code/malformed", ReasonIds.Status)]
    [Kills("connect-errors/nonnumeric-port", ReasonIds.Status)]
    [Kills("connect-errors/missing-port", ReasonIds.Status)]
    [Kills("connect-errors/path-suffix", ReasonIds.Status)]
    [Kills("connect-errors/absolute-target", ReasonIds.Status)]
    public static Flaw Answers500() => new Flaw().Response((head, exchange) =>
    {
        var port = exchange.Request.Target.Split(':')[^1];
        if (exchange.Request.IsConnect && head.Status == 400 && !port.All(char.IsAsciiDigit))
            head.Status = 500;
    });

    [Mutant("drops-proxy-status-of-others", "drops the Proxy-Status that came with a response")]
    [Kills("informational/proxy-status-origin-preserved", ReasonIds.FieldAbsent)]
    public static Flaw DropsProxyStatus() => new Flaw().OriginResponse(head => head.Remove("Proxy-Status"));

    [Mutant("puts-itself-first-into-proxy-status", "puts its own member of Proxy-Status before those that came with a response")]
    [Kills("informational/proxy-status-origin-preserved", ReasonIds.FieldValue)]
    public static Flaw PutsItselfFirst() => new Flaw().OriginResponse(head =>
    {
        if (head.Field("Proxy-Status") is { } members)
            head.Set("Proxy-Status", $"reference-proxy, {members}");
    });

    [Mutant("sends-forwarded-back", "sends the client's Forwarded back in its responses")]
    [Kills("informational/forwarded-not-in-response", ReasonIds.FieldPresent)]
    public static Flaw SendsForwardedBack() => new Flaw().Response((head, exchange) =>
    {
        if (exchange.Request.Field("Forwarded") is { } members)
            head.Add($"Forwarded: {members}");
    });

    [Mutant("ends-both-directions-with-the-first-fin", "closes both sides of a tunnel as soon as one sends FIN")]
    [Records("informational/half-close", "a FIN ends both directions (RFC 9110 §9.3.6), whichever side ends")]
    [Related("tunnel/half-close-client", "tunnel/half-close-origin", "tunnel/flush-origin-close-active")]
    public static Flaw EndsBothDirections()
    {
        ByteSink? toClient = null, toReference = null;
        return new Flaw()
            .Tunnel(Leg.FromClient, next => new EndsBoth(toReference = next, () => toClient))
            .Tunnel(Leg.ToClient, next => new EndsBoth(toClient = next, () => toReference));
    }

    [Mutant("drops-early-tunnel-octets", "drops what a client sends between its CONNECT and the 2xx (apify/proxy-chain#284)")]
    [Records("informational/early-data", "dropped: they do not reach the origin")]
    [Related("tunnel/early-data-*")]
    public static Flaw DropsEarlyBytes()
    {
        var isOpen = false;
        return new Flaw()
            .Response(head => isOpen = head.IsSuccessful)
            .TunnelBytes(Leg.FromClient, bytes => isOpen ? bytes : []);
    }

    [Mutant("serves-origin-form-by-host",
        "forwards a request in origin-form to the host that Host names, as a reverse proxy does")]
    [Records("informational/origin-form", "forwarded to the host that Host names")]
    public static Flaw ServesOriginFormByHost() => new Flaw().Request(head =>
    {
        if (head.Target.StartsWith('/') && head.Field("Host") is { } host)
            head.Target = $"http://{host}{head.Target}";
    });

    [Mutant("does-not-know-itself-in-via", "forwards a request although Via already contains its own name")]
    [Records("informational/via-loop", "forwarded once more")]
    public static Flaw DoesNotKnowItself() => new Flaw().Request(head =>
    {
        if (head.Members("Via") is { Length: 3 })
            head.Remove("Via");
    });

    [Mutant("says-tunnel-ready", "answers CONNECT with a different reason phrase")]
    [Records("informational/reason-phrase", "an open port: \"HTTP/1.1 200 Tunnel ready\"")]
    public static Flaw SaysTunnelReady() => Established(head => head.StartLine = "HTTP/1.1 200 Tunnel ready");

    [Mutant("names-its-product", "names a product in its 2xx to CONNECT")]
    [Records("informational/server-banner", "an open port: Proxy-Agent: mutant/1.0")]
    public static Flaw NamesItsProduct() => Established(head => head.Add("Proxy-Agent: mutant/1.0"));

    private static Flaw Established(Action<Head> edit) => new Flaw().Response((head, exchange) =>
    {
        if (exchange.Request.IsConnect && head.IsSuccessful)
            edit(head);
    });

    private static Flaw ProxyStatus(Func<string, string> edit) => new Flaw().Response(head =>
    {
        if (head.Field("Proxy-Status") is { } status && status.Contains("error=", StringComparison.Ordinal))
            head.Set("Proxy-Status", edit(status));
    });

    private sealed class EndsBoth(ByteSink next, Func<ByteSink?> other) : ByteFilter(next)
    {
        public override async Task FinishAsync()
        {
            await base.FinishAsync();
            if (other() is { } back)
                await back.FinishAsync();
        }
    }
}
