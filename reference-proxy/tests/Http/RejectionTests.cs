namespace ConformanceKit.ReferenceProxy.Tests.Http;

internal sealed class RejectionTests
{
    private static RejectionReason[] Reasons() => Enum.GetValues<RejectionReason>();

    [TestCaseSource(nameof(Reasons))]
    public void Every_reason_has_a_status_a_phrase_an_error_type_and_a_clause(object reason)
    {
        var rejection = Rejection.For((RejectionReason)reason);
        var response = Text(ErrorResponse.Compose(rejection, "p", null, closes: true, toHead: false));

        response.Should().MatchRegex($@"^HTTP/1\.1 {rejection.Status} \w[\w -]+\r\n");
        response.Should().MatchRegex("\r\nProxy-Status: p; error=[a-z_]+; details=\"[ !#-\\[\\]-~]+\"\r\n");
        response.Should().EndWith($"\r\n\r\n{rejection.Text}\r\n");
        rejection.Clause.Should().MatchRegex(@"^RFC \d+ §\d");
        rejection.Status.Should().NotBe(421);
    }

    [Test]
    public void HEAD_is_answered_with_the_length_but_without_the_content()
    {
        var rejection = Rejection.For(RejectionReason.CredentialsRequired);
        var response = Text(ErrorResponse.Compose(rejection, "p", "Basic realm=\"r\"", closes: false, toHead: true));
        response.Should().EndWith("\r\n\r\n").And.Contain($"Content-Length: {rejection.Text.Length + 2}\r\n");
        response.Should().Contain("Proxy-Authenticate: Basic realm=\"r\"\r\n").And.NotContain("Connection:");
    }

    private static string Text((ResponseHead Head, byte[] Content) response) =>
        Bytes.Text(ResponseText.Compose(response.Head, response.Content).Span);
}
