using ConformanceKit.ReferenceProxy.Recording;

namespace ConformanceKit.ReferenceProxy.Tests.Recording;

internal sealed class CredentialMaskTests
{
    [TestCase("GET / HTTP/1.1\r\nAuthorization: Basic c2Vj\r\nHost: x\r\n\r\n",
        "GET / HTTP/1.1\r\nAuthorization: ***** ****\r\nHost: x\r\n\r\n")]
    [TestCase("proxy-AUTHORIZATION:token\nX: y", "proxy-AUTHORIZATION:*****\nX: y")]
    [TestCase("Authorization : x\r\n", "Authorization : *\r\n")]
    [TestCase("Authorization: a\r\n b\r\n\tc\r\nd: e", "Authorization: *\r\n *\r\n\t*\r\nd: e")]
    [TestCase("cookie: a=b; c\r\nSet-Cookie: d=e\r\n\r\n", "cookie: **** *\r\nSet-Cookie: ***\r\n\r\n")]
    [TestCase("X-CoCookie: d\r\nCookie-X: e\r\nCookies: f", "X-CoCookie: *\r\nCookie-X: e\r\nCookies: f")]
    [TestCase("Authorizations: x\r\nX: Authorization: y", "Authorizations: x\r\nX: Authorization: y")]
    [TestCase("\x05\x02\0\x02\x01\x04user\x06secret\x05\x01\0\x01\x7f\0\0\x01\0\x50GET / HTTP/1.1\r\nCookie: a\r\n",
        "\x05\x02\0\x02\x01\x04user\x06******\x05\x01\0\x01\x7f\0\0\x01\0\x50GET / HTTP/1.1\r\nCookie: *\r\n")]
    [TestCase("\x05\0\x01\0\x02xxyy", "\x05\0\x01\0\x02**yy")]
    [TestCase("\x05\x01\x02\x01\x01u\0\x05", "\x05\x01\x02\x01\x01u\0\x05")]
    [TestCase("\x05\x01\0\x05\x01\0\x01\x7f\0\0\x01\0\x50\x01\x01u\x01p",
        "\x05\x01\0\x05\x01\0\x01\x7f\0\0\x01\0\x50\x01\x01u\x01p")]
    [TestCase("\x04\x01\x02\x01\x01u\x01p", "\x04\x01\x02\x01\x01u\x01p")]
    public void The_value_is_left_out_however_the_bytes_arrive(string bytes, string masked)
    {
        for (var at = 0; at <= bytes.Length; at++)
        {
            var mask = new CredentialMask(fromClient: true);
            var first = mask.Of(Bytes.Of(bytes[..at]), int.MaxValue);
            (Bytes.Text(first) + Bytes.Text(mask.Of(Bytes.Of(bytes[at..]), int.MaxValue))).Should().Be(masked);
        }
    }

    [Test]
    public void What_is_not_kept_is_followed_all_the_same()
    {
        var mask = new CredentialMask(fromClient: true);
        mask.Of(Bytes.Of("GET / HTTP/1.1\r\nAuthorization: sec"), 5).Should().Equal(Bytes.Of("GET /"));
        mask.Of(Bytes.Of("ret\r\n"), 5).Should().Equal(Bytes.Of("***\r\n"));
    }

    [Test]
    public void Only_a_client_sends_a_password() =>
        new CredentialMask(fromClient: false).Of(Bytes.Of("\x05\0\x01\0\x02xx"), int.MaxValue)
            .Should().Equal(Bytes.Of("\x05\0\x01\0\x02xx"));
}
