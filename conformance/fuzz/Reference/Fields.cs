using System.Text;
using ConformanceKit.ReferenceProxy.Authentication;
using ConformanceKit.ReferenceProxy.Forwarding;
using ConformanceKit.ReferenceProxy.Http;

namespace ConformanceKit.Fuzz.Reference;

/// <summary>The values of single fields, and the target of a request.</summary>
internal static class Fields
{
    private const string Own = "fuzz";

    private static readonly CredentialSet s_users = new([new Credential("user", "pass:word")], "fuzz");

    /// <summary>Via (RFC 9110 §7.6.3): whatever else is in it, two lines of the proxy's own are a loop.</summary>
    public static void Via(byte[] bytes)
    {
        var value = Encoding.Latin1.GetString(bytes);
        var own = ReferenceProxy.Forwarding.Via.Member(HttpVersion.Http11, Own);
        ReferenceProxy.Forwarding.Via.IsLoop(new([new("Via", value)]), Own);
        FindingException.Unless(ReferenceProxy.Forwarding.Via.IsLoop(new([own, new("Via", value), own]), Own), "no loop");
    }

    /// <summary>Proxy-Authorization with the Basic scheme (RFC 7617).</summary>
    public static void Credentials(byte[] bytes)
    {
        var value = Encoding.Latin1.GetString(bytes);
        var isAccepted = s_users.Accepts(new FieldSection([new("Proxy-Authorization", value)]));
        if (BasicCredentials.Parse(value) is not { } userPass)
        {
            FindingException.Unless(!isAccepted, "credentials that cannot be read are accepted");
            return;
        }

        FindingException.Unless(
            isAccepted == userPass.AsSpan().SequenceEqual("user:pass:word"u8), "credentials are accepted that are others");
        var again = BasicCredentials.Parse($"Basic {Convert.ToBase64String(userPass)}") ?? [];
        FindingException.UnlessSame(Convert.ToHexString(userPass), Convert.ToHexString(again), "written and read again");
    }

    /// <summary>The target of a request, as it is and as an authority (RFC 9112 §3.2).</summary>
    public static void Target(byte[] bytes)
    {
        // 1. A request line has no other bytes in its target; HTTP/2's :authority does.
        var text = Encoding.Latin1.GetString(bytes);
        foreach (var parsed in new[] { Authority.ParseAuthorityForm(text), Authority.ParseOfUri(text, 80) })
        {
            if (parsed.Rejected is null)
                Check(parsed.Value);
        }

        if (text.Length == 0 || !RequestLine.IsTarget(text))
            return;

        // 2. Each method has its own forms.
        foreach (var method in new[] { "CONNECT", "GET", "OPTIONS" })
        {
            var target = RequestTarget.Parse(method, text);
            if (target.Rejected is null && target.Value is RequestTarget.AbsoluteForm { Authority: var authority })
                Check(authority);
        }
    }

    /// <summary>Lists whose members decide (RFC 9110 §5.6.1).</summary>
    public static void Lists(byte[] bytes)
    {
        var value = Encoding.Latin1.GetString(bytes);
        var fields = new FieldSection([new("Connection", value), new("Transfer-Encoding", value), new("Content-Length", value)]);
        foreach (var member in fields.Members("Connection"))
            FindingException.Unless(fields.HasMember("connection", member), $"{member} is no member");
        var length = ContentLength.Parse(fields);
        if (length.Rejected is null)
            FindingException.Unless(length.Value is >= 0, $"the length is {length.Value}");
        TransferEncoding.Check(fields);
        HopByHop.Remove(fields);
    }

    // What is connected to is one host and one port, whoever reads the text.
    private static void Check(Authority authority)
    {
        FindingException.Unless(authority.Port is > 0 and <= 65535, $"the port is {authority.Port}");
        FindingException.Unless(Authority.CheckOfUri(authority.Text) is null, "the text is not an authority any more");
        var host = authority.Host.Contains(':', StringComparison.Ordinal) ? $"[{authority.Host}]" : authority.Host;
        var again = Authority.ParseAuthorityForm($"{host}:{authority.Port}");
        FindingException.Unless(again.Rejected is null, $"{host}:{authority.Port} is rejected as {again.Rejected}");
        FindingException.UnlessSame($"{authority.Host}:{authority.Port}", $"{again.Value.Host}:{again.Value.Port}", "read again");
    }
}
