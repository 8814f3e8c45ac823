using ConformanceKit.Reporting.Html;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Tests.Reporting.Site;

internal sealed class LinkTests
{
    private const string Rfc = "https://www.rfc-editor.org/rfc/rfc";

    [TestCase("RFC 9110 §9.3.6", $"<a href=\"{Rfc}9110#section-9.3.6\">RFC 9110 §9.3.6</a>")]
    [TestCase("RFC 9110 §8.6, §9.3.6",
        $"<a href=\"{Rfc}9110#section-8.6\">RFC 9110 §8.6</a>, <a href=\"{Rfc}9110#section-9.3.6\">§9.3.6</a>")]
    [TestCase("RFC 9110 §9.3.6, RFC 9112 §6.1",
        $"<a href=\"{Rfc}9110#section-9.3.6\">RFC 9110 §9.3.6</a>, <a href=\"{Rfc}9112#section-6.1\">RFC 9112 §6.1</a>")]
    [TestCase("practice (RFC 9112 §9.6)", $"practice (<a href=\"{Rfc}9112#section-9.6\">RFC 9112 §9.6</a>)")]
    [TestCase("RFC 9112 Appendix C.1, practice", $"<a href=\"{Rfc}9112#appendix-C.1\">RFC 9112 Appendix C.1</a>, practice")]
    [TestCase("RFC 9112", $"<a href=\"{Rfc}9112\">RFC 9112</a>")]
    [TestCase("practice", "practice")]
    [TestCase("§3.2 of <b>", "§3.2 of &lt;b&gt;")]
    public void Every_section_of_a_clause_is_a_link(string clause, string expected) =>
        ClauseLinks.Of(clause).ToString().Should().Be(expected);

    [TestCase("envoyproxy/envoy#11227",
        "<a href=\"https://github.com/envoyproxy/envoy/issues/11227\">envoyproxy/envoy#11227</a>")]
    [TestCase("abhinavsingh/proxy.py#1267",
        "<a href=\"https://github.com/abhinavsingh/proxy.py/issues/1267\">abhinavsingh/proxy.py#1267</a>")]
    [TestCase("CVE-2023-49606", "<a href=\"https://nvd.nist.gov/vuln/detail/CVE-2023-49606\">CVE-2023-49606</a>")]
    [TestCase("a mailing list", "a mailing list")]
    [TestCase("a/b#1\" onclick=\"x", "a/b#1&quot; onclick=&quot;x")]
    public void A_public_report_is_a_link_where_it_has_a_known_form(string report, string expected) =>
        PublicReports.Of([report]).ToString().Should().Be(expected);
}
