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
    public void The_value_is_left_out_however_the_bytes_arrive(string bytes, string masked)
    {
        for (var at = 0; at <= bytes.Length; at++)
        {
            var mask = new CredentialMask();
            var first = mask.Of(Bytes.Of(bytes[..at]), int.MaxValue);
            (Bytes.Text(first) + Bytes.Text(mask.Of(Bytes.Of(bytes[at..]), int.MaxValue))).Should().Be(masked);
        }
    }

    [Test]
    public void What_is_not_kept_is_followed_all_the_same()
    {
        var mask = new CredentialMask();
        mask.Of(Bytes.Of("GET / HTTP/1.1\r\nAuthorization: sec"), 5).Should().Equal(Bytes.Of("GET /"));
        mask.Of(Bytes.Of("ret\r\n"), 5).Should().Equal(Bytes.Of("***\r\n"));
    }
}
