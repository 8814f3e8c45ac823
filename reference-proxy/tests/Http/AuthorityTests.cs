namespace ConformanceKit.ReferenceProxy.Tests.Http;

internal sealed class AuthorityTests
{
    [TestCase("o:80", "o", 80)]
    [TestCase("EXAMPLE.com:443", "EXAMPLE.com", 443)]
    [TestCase("127.0.0.1:1", "127.0.0.1", 1)]
    [TestCase("[::1]:65535", "::1", 65535)]
    [TestCase("[2001:DB8::192.0.2.1]:8", "2001:DB8::192.0.2.1", 8)]
    [TestCase("o:0080", "o", 80)]
    [TestCase("my_host.test:1", "my_host.test", 1)]
    [TestCase("o.test.:1", "o.test.", 1)]
    [TestCase("h%6Fst.t%65st:1", "host.test", 1)]
    [TestCase("127%2e0.0.%31:1", "127.0.0.1", 1)]
    public void Host_and_port_are_read(string text, string host, int port)
    {
        var authority = Authority.ParseAuthorityForm(text).Value;
        (authority.Host, authority.Port, authority.Text).Should().Be((host, port, text));
    }

    [TestCase("o", RejectionReason.MissingPort)]
    [TestCase("[::1]", RejectionReason.MissingPort)]
    [TestCase("o:", RejectionReason.EmptyPort)]
    [TestCase("[::1]:", RejectionReason.EmptyPort)]
    [TestCase("o:abc", RejectionReason.InvalidPort)]
    [TestCase("o:+80", RejectionReason.InvalidPort)]
    [TestCase("o:-80", RejectionReason.InvalidPort)]
    [TestCase("o:0x50", RejectionReason.InvalidPort)]
    [TestCase("o:80/x", RejectionReason.InvalidPort)]
    [TestCase("o:80/", RejectionReason.InvalidPort)]
    [TestCase("o:80?q", RejectionReason.InvalidPort)]
    [TestCase("o:0", RejectionReason.PortOutOfRange)]
    [TestCase("o:65536", RejectionReason.PortOutOfRange)]
    [TestCase("o:4294967739", RejectionReason.PortOutOfRange)]
    [TestCase("o:18446744073709552059", RejectionReason.PortOutOfRange)]
    [TestCase("u:p@o:80", RejectionReason.UserinfoInTarget)]
    [TestCase("@o:80", RejectionReason.UserinfoInTarget)]
    [TestCase(":443", RejectionReason.EmptyHost)]
    [TestCase("::1:443", RejectionReason.UnbracketedIpv6)]
    [TestCase("2001:db8::1:443", RejectionReason.UnbracketedIpv6)]
    [TestCase("[127.0.0.1]:80", RejectionReason.InvalidHost)]
    [TestCase("[o]:80", RejectionReason.InvalidHost)]
    [TestCase("[]:80", RejectionReason.InvalidHost)]
    [TestCase("[::1:80", RejectionReason.InvalidHost)]
    [TestCase("[::1]80", RejectionReason.InvalidHost)]
    [TestCase("[::1%25lo]:80", RejectionReason.InvalidHost)]
    [TestCase("[v1.x]:80", RejectionReason.InvalidHost)]
    [TestCase("[[::1]]:80", RejectionReason.InvalidHost)]
    [TestCase("[[o]]:80", RejectionReason.InvalidHost)]
    [TestCase("o%:80", RejectionReason.InvalidHost)]
    [TestCase("o%4:80", RejectionReason.InvalidHost)]
    [TestCase("o%4g:80", RejectionReason.InvalidHost)]
    [TestCase("o%+4:80", RejectionReason.InvalidHost)]
    [TestCase("o%2F:80", RejectionReason.InvalidHost)]
    [TestCase("o%00:80", RejectionReason.InvalidHost)]
    [TestCase("o%40p:80", RejectionReason.InvalidHost)]
    [TestCase("%5B%3A%3A1%5D:80", RejectionReason.InvalidHost)]
    [TestCase("%C3%A9:80", RejectionReason.InvalidHost)]
    [TestCase("a b:80", RejectionReason.InvalidHost)]
    [TestCase("http://o:80/", RejectionReason.InvalidPort)]
    public void Nothing_is_guessed(string text, object reason) =>
        Authority.ParseAuthorityForm(text).Rejected.Should().Be((RejectionReason)reason);

    [Test]
    public void A_host_longer_than_a_name_can_be_is_rejected() =>
        Authority.ParseAuthorityForm(new string('a', 254) + ":80").Rejected.Should().Be(RejectionReason.InvalidHost);

    [TestCase("o", 80)]
    [TestCase("o:", 80)]
    [TestCase("o:8080", 8080)]
    public void Only_the_authority_of_a_URI_has_a_default_port(string text, int port) =>
        Authority.ParseOfUri(text, 80).Value.Port.Should().Be(port);
}
