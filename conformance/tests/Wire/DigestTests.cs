using ConformanceKit.Model;
using ConformanceKit.Wire;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Tests.Wire;

[TestFixture, Parallelizable(ParallelScope.All)]
internal sealed class DigestTests
{
    // The example of RFC 7616 §3.9.1.
    private const string Rest = ", realm=\"http-auth@example.org\", nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\", "
        + "opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\"";

    [TestCase("algorithm=MD5", "8ca523f5e9506fed4657c9700eebdbec")]
    [TestCase("algorithm=SHA-256", "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1")]
    [TestCase("algorithm=sha-256", "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1")]
    public void The_example_of_the_RFC_is_answered_as_it_says(string algorithm, string response) =>
        Answer($"Digest qop=\"auth, auth-int\", {algorithm}{Rest}").Should().Be(
            "Digest username=\"Mufasa\", realm=\"http-auth@example.org\", "
            + "nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\", "
            + $"uri=\"/dir/index.html\", response=\"{response}\", {algorithm}, qop=auth, nc=00000001, "
            + "cnonce=\"f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ\", opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\"");

    [Test]
    public void Without_qop_and_algorithm_the_old_form_with_MD5_is_used() =>
        DigestCredentials.Answer(
            AuthenticationChallenge.Parse(["Digest realm=\"testrealm@host.com\", nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\""])
                .Single(),
            "Mufasa", "CircleOfLife", "GET", "/dir/index.html")
                .Should().Contain("response=\"1949323746fe6a43ef61f9606e7febea\"").And.NotContain("qop").And
                .NotContain("algorithm");

    [TestCase("algorithm=MD5-sess, qop=\"auth\"")]
    [TestCase("qop=\"auth-int\"")]
    public void What_is_not_computed_here_is_not_applicable(string parameters) =>
        ((Action)(() => Answer($"Digest {parameters}{Rest}"))).Should().Throw<NotApplicableException>();

    [Test]
    public void Challenges_are_told_apart_on_one_line_and_on_several()
    {
        var challenges = AuthenticationChallenge.Parse(
            ["Basic realm=\"a, b=\\\"c\\\"\" , charset=UTF-8, Digest realm = \"d\",nonce=\"n\", , Negotiate",
                "NTLM dG9rZW4=, digest ALGORITHM=\"MD5\""]);

        challenges.Select(challenge => challenge.Scheme).Should().Equal("Basic", "Digest", "Negotiate", "NTLM", "digest");
        challenges[0].Parameters
            .Should().BeEquivalentTo(new Dictionary<string, string> { ["realm"] = "a, b=\"c\"", ["charset"] = "UTF-8" });
        challenges[1].Parameters.Should().BeEquivalentTo(new Dictionary<string, string> { ["realm"] = "d", ["nonce"] = "n" });
        challenges[2].Parameters.Should().BeEmpty();
        challenges[3].Parameters.Should().BeEmpty();
        challenges[4].Parameters["algorithm"].Should().Be("MD5");
    }

    // What begins with these can take very long to be found out not to be a parameter.
    [TestCase("\\\"")]
    [TestCase(" ")]
    [TestCase("\t=")]
    [TestCase("a\"")]
    public void What_is_no_challenge_is_skipped_however_long_it_is(string part)
    {
        var value = $"Basic realm=x, a{string.Concat(Enumerable.Repeat(part, 500_000))}=, b=\"";

        AuthenticationChallenge.Parse([value])[0].Parameters["realm"].Should().Be("x");
    }

    private static string Answer(string challenge) => DigestCredentials.Answer(
        AuthenticationChallenge.Parse([challenge]).Single(),
        "Mufasa", "Circle of Life", "GET", "/dir/index.html", "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ");
}
