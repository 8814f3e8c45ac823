using ConformanceKit.Clients;
using ConformanceKit.Model;
using ConformanceKit.Running.Authoring;
using ConformanceKit.Scenarios.Clients.Behaviours;
using ConformanceKit.Wire;

namespace ConformanceKit.Scenarios.Clients;

/// <summary>The CONNECT request that a client sends (RFC 9110 §9.3.6, RFC 9112 §3.2.3).</summary>
public sealed class Connecting(string client) : ClientRow(client)
{
    [Requirement("client/connect-target", Feature = ClientFeatures.Tunnel,
        Title = "The target of CONNECT is host and port, and nothing else")]
    [Input("default-port", "{0}", "", "443")]
    [Input("explicit-443", "{0}:443", "x", "443")]
    [Input("other-port", "{0}:8443", "x?y=1#z", "8443")]
    [Input("userinfo", "name:secret@{0}", "", "443")]
    public async Task The_target_of_CONNECT_is_host_and_port_and_nothing_else(string authority, string path, string port)
    {
        if (OnlyJoinsStreams && authority.Contains('@', StringComparison.Ordinal))
            NotApplicable("the client is given a host and a port, and no URL");
        if (OnlyJoinsStreams)
            (authority, path) = ($"{{0}}:{port}", ""); // both are always given
        if (Scheme == "wss")
            path = path.Split('#')[0]; // RFC 6455 §3: no fragment
        await using var origin = await TunnelledPageAsync();
        var proxy = Proxies.Listen(Openings.Of("opens"), origin);
        var url = Tunnelled(authority.Replace("{0}", origin.Host, StringComparison.Ordinal)) + path;
        var answer = await Client.FetchAsync(url, proxy);
        if (url.Contains('@', StringComparison.Ordinal))
            IsTaken(proxy, answer);
        IsFor($"{origin.Host}:{port}", First(proxy, "CONNECT"));
    }

    [Requirement("client/connect-ipv6", Feature = ClientFeatures.IPv6,
        Title = "An IPv6 address in the target of CONNECT has brackets")]
    public async Task An_IPv6_address_in_the_target_has_brackets()
    {
        var proxy = Proxies.Listen(Refusals.Of("refuses-with-502"));
        await Client.FetchAsync(Tunnelled("[2001:db8::1]:8443"), proxy);
        IsFor("[2001:db8::1]:8443", First(proxy, "CONNECT"));
    }

    [Requirement("client/connect-idn", Feature = ClientFeatures.Idn,
        Title = "A name that is not ASCII is an A-label in the target of CONNECT")]
    public async Task A_name_that_is_not_ASCII_is_an_A_label()
    {
        var proxy = Proxies.Listen(Refusals.Of("refuses-with-502"));
        await Client.FetchAsync(Tunnelled("bücher.test"), proxy);
        IsFor("xn--bcher-kva.test:443", First(proxy, "CONNECT"));
    }

    [Requirement("client/connect-host", Feature = ClientFeatures.Tunnel,
        Title = "CONNECT in HTTP/1.1 has one Host field, with the target")]
    public async Task CONNECT_has_one_Host_field_with_the_target()
    {
        await using var origin = await TunnelledPageAsync();
        var proxy = Proxies.Listen(Openings.Of("opens"), origin);
        await Client.FetchAsync(Tunnelled(OnlyJoinsStreams ? origin.Authority : origin.Host), proxy);
        var connect = First(proxy, "CONNECT");

        // 1. HTTP/1.0 has no Host field.
        if (connect.Version == "HTTP/1.0")
        {
            Note("the client sends CONNECT in HTTP/1.0");
            return;
        }

        // 2. The port may be left out only if it is the scheme's own, as it is here; a bare tunnel has no scheme.
        string[] authorities = OnlyJoinsStreams ? [origin.Authority] : [$"{origin.Host}:443", origin.Host];
        var values = connect.Values("Host");
        Require(values.Count > 0, ReasonIds.FieldAbsent, "expected a Host field in CONNECT, but there is none",
            connect.Marks.StartLine);
        Require(values.Count == 1, ReasonIds.FieldRepeated, $"expected one Host field in CONNECT, but there are {values.Count}",
            connect.Marks.Fields("Host"));
        Require(authorities.Contains(values[0]), ReasonIds.FieldValue,
            $"expected Host: {authorities[0]}, but got Host: {values[0]}", connect.Marks.Fields("Host"));
    }

    [Requirement("client/connect-no-body", Feature = ClientFeatures.Tunnel,
        Title = "CONNECT has no content, and nothing that is for the origin")]
    public async Task CONNECT_has_no_content_and_nothing_that_is_for_the_origin()
    {
        await using var origin = await TunnelledPageAsync();
        var proxy = Proxies.Listen(Openings.Of("opens"), origin);
        var answer = await Client.FetchAsync(
            Tunnelled(OnlyJoinsStreams ? origin.Authority : $"name:secret@{origin.Authority}"), proxy);
        IsTaken(proxy, answer);
        var connect = First(proxy, "CONNECT");

        foreach (var name in new[] { "Authorization", "Cookie" })
        {
            Require(!connect.HasField(name), ReasonIds.Leaked, $"CONNECT has {name}, which is for the origin",
                connect.Marks.Fields(name));
        }
        Require(connect.Body.Length == 0 && !connect.HasField("Transfer-Encoding"), ReasonIds.BodyPresent,
            $"expected no content in CONNECT, but it has {connect.Body.Length} bytes");
        if (connect.HasField("Content-Length"))
        {
            Warn(ReasonIds.FieldPresent, "CONNECT has Content-Length, though it cannot have content",
                connect.Marks.Fields("Content-Length"));
        }
    }

    private static void IsFor(string target, WireRequest connect) => Require(
        connect.Target == target, ReasonIds.RequestLine, $"expected CONNECT {target}, but got CONNECT {connect.Target}",
        connect.Marks.StartLine);
}
