using ConformanceKit.Reporting.Html;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Tests.Reporting.Site;

internal sealed class SiteNamesTests
{
    [TestCase("squid", "squid")]
    [TestCase("connect-errors/nonnumeric-port/hex", "connect-errors-nonnumeric-port-hex")]
    [TestCase("http://127.0.0.1:8888", "http-127.0.0.1-8888")]
    [TestCase("../../etc/passwd", "etc-passwd")]
    [TestCase("<script>", "script")]
    [TestCase("..", "unnamed")]
    [TestCase("", "unnamed")]
    [TestCase("main", "main-2")]
    public void A_name_has_nothing_that_a_path_or_an_address_takes_for_something_else(string text, string expected) =>
        new SiteNames("main").Of(text).Should().Be(expected);

    [Test]
    public void Names_differ_where_texts_do_whatever_the_letter_case()
    {
        var names = new SiteNames();

        new[] { "a/b", "a-b", "A:B", "a/b" }.Select(names.Of).Should().Equal("a-b", "a-b-2", "A-B-3", "a-b");
    }

    [Test]
    public void A_name_is_never_too_long_for_a_file() =>
        new SiteNames().Of(new string('x', 5000)).Length.Should().BeLessThan(120);
}
