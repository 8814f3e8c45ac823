using ConformanceKit.ReferenceProxy.Authentication;

namespace ConformanceKit.ReferenceProxy.Tests.Authentication;

internal sealed class CredentialSetTests
{
    private readonly CredentialSet _users =
        new([new("alice", "secret"), new("bob", "a:b"), new("test", "123£"), new("empty", "")], "the \"realm\"");

    [TestCase("alice:secret")]
    [TestCase("bob:a:b")]
    [TestCase("test:123£")]
    [TestCase("empty:")]
    public void Every_user_is_accepted(string userPass) => Accepts($"Basic {Base64(userPass)}").Should().BeTrue();

    [TestCase("bASIC ")]
    [TestCase("Basic   ")]
    public void The_scheme_has_no_case_and_any_number_of_spaces(string scheme) =>
        Accepts(scheme + Base64("alice:secret")).Should().BeTrue();

    [TestCase("alice:wrong")]
    [TestCase("alice:secret ")]
    [TestCase("alice:")]
    [TestCase("alice")]
    [TestCase("")]
    [TestCase("Alice:secret")]
    [TestCase("bob:secret")]
    public void Nobody_else_is(string userPass) => Accepts($"Basic {Base64(userPass)}").Should().BeFalse();

    [TestCase("")]
    [TestCase("Basic")]
    [TestCase("Basic ")]
    [TestCase("Basic !!!")]
    [TestCase("Basic YWxpY2U6c2VjcmV0 x")]
    [TestCase("Basic YWxp Y2U6c2VjcmV0")]
    [TestCase("BasicYWxpY2U6c2VjcmV0")]
    [TestCase("Bearer YWxpY2U6c2VjcmV0")]
    [TestCase("Basic\tYWxpY2U6c2VjcmV0")]
    public void What_is_not_Basic_is_not_accepted(string value) => Accepts(value).Should().BeFalse();

    [Test]
    public void Exactly_one_field_line_counts()
    {
        _users.Accepts(Bytes.Fields("X: y")).Should().BeFalse();
        var good = $"Proxy-Authorization: Basic {Base64("alice:secret")}";
        _users.Accepts(Bytes.Fields(good, good)).Should().BeFalse();
        _users.Accepts(Bytes.Fields($"Authorization: Basic {Base64("alice:secret")}")).Should().BeFalse();
    }

    [Test]
    public void The_challenge_has_a_quoted_realm_and_a_charset() =>
        _users.Challenge.Should().Be("""Basic realm="the \"realm\"", charset="UTF-8" """.TrimEnd());

    private bool Accepts(string value) => _users.Accepts(Bytes.Fields($"Proxy-Authorization: {value}"));

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
