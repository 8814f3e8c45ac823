namespace ConformanceKit.ReferenceProxy.Tests.Http;

internal sealed class RequestTargetTests
{
    [TestCase("http://o/a%2Fb/../c;d?x=%20&&y", "/a%2Fb/../c;d?x=%20&&y")]
    [TestCase("HTTP://o", "")]
    [TestCase("http://o?q=/", "?q=/")]
    [TestCase("http://o:81/", "/")]
    public void Absolute_form_keeps_path_and_query_byte_for_byte(string target, string expected) =>
        RequestTarget.Parse("GET", target).Value.Should().BeOfType<RequestTarget.AbsoluteForm>()
            .Which.PathAndQuery.Should().Be(expected);

    [Test]
    public void The_method_decides_which_form_is_allowed()
    {
        RequestTarget.Parse("CONNECT", "o:1").Value.Should().BeOfType<RequestTarget.AuthorityForm>();
        RequestTarget.Parse("OPTIONS", "*").Value.Should().BeOfType<RequestTarget.AsteriskForm>();
        RequestTarget.Parse("GET", "/x").Value.Should().BeOfType<RequestTarget.OriginForm>();
        RequestTarget.Parse("connect", "http://o/").Value.Should().BeOfType<RequestTarget.AbsoluteForm>();
    }

    [TestCase("GET", "*", RejectionReason.InvalidTarget)]
    [TestCase("GET", "o:80", RejectionReason.AuthorityFormWithoutConnect)]
    [TestCase("connect", "o:80", RejectionReason.AuthorityFormWithoutConnect)]
    [TestCase("GET", "o", RejectionReason.InvalidTarget)]
    [TestCase("GET", "http:/o/", RejectionReason.InvalidTarget)]
    [TestCase("GET", "://o/", RejectionReason.InvalidTarget)]
    [TestCase("GET", "https://o/", RejectionReason.UnsupportedScheme)]
    [TestCase("GET", "ftp://o/", RejectionReason.UnsupportedScheme)]
    [TestCase("GET", "http:///x", RejectionReason.EmptyHost)]
    [TestCase("GET", "http://", RejectionReason.EmptyHost)]
    [TestCase("GET", "http://?q", RejectionReason.EmptyHost)]
    [TestCase("GET", "http://u:p@o/", RejectionReason.UserinfoInTarget)]
    [TestCase("GET", "http://o/#f", RejectionReason.InvalidTarget)]
    [TestCase("GET", "http://o:x/", RejectionReason.InvalidPort)]
    [TestCase("CONNECT", "http://o:80/", RejectionReason.InvalidPort)]
    [TestCase("CONNECT", "/", RejectionReason.InvalidHost)]
    [TestCase("CONNECT", "*", RejectionReason.MissingPort)]
    public void Everything_else_is_rejected_by_name(string method, string target, object reason) =>
        RequestTarget.Parse(method, target).Rejected.Should().Be((RejectionReason)reason);
}
