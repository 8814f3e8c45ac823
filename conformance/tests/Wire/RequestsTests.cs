using ConformanceKit.Wire;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Tests.Wire;

internal sealed class RequestsTests
{
    [Test]
    public void A_CONNECT_has_its_target_as_host() => Requests.Connect("[::1]:443", "X: 1", Requests.Basic("u", "a:b"))
        .Should().Be("CONNECT [::1]:443 HTTP/1.1\r\nHost: [::1]:443\r\nX: 1\r\nProxy-Authorization: Basic dTphOmI=\r\n\r\n");

    [TestCase("http://o:1/x?y#z", "o:1")]
    [TestCase("http://o:1", "o:1")]
    [TestCase("http://o?q", "o")]
    [TestCase("http://u:p@o:1/", "o:1")]
    [TestCase("http://[::1]:8080/a@b", "[::1]:8080")]
    public void A_GET_has_the_authority_of_its_target_as_host(string uri, string host) =>
        Requests.Get(uri).Should().Be($"GET {uri} HTTP/1.1\r\nHost: {host}\r\n\r\n");

    [Test]
    public void A_head_has_exactly_its_lines() =>
        Requests.Head("CONNECT o:1 HTTP/1.0").Should().Be("CONNECT o:1 HTTP/1.0\r\n\r\n");

    [Test]
    public void Credentials_are_in_UTF_8() => Requests.BasicCredentials("test", "123£").Should().Be("Basic dGVzdDoxMjPCow==");
}
