using FluentAssertions;
using NUnit.Framework;
using Markup = ConformanceKit.Reporting.Html.Html;

namespace ConformanceKit.Tests.Reporting.Site;

internal sealed class HtmlTests
{
    [TestCase("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;")]
    [TestCase("\" onclick='x'", "&quot; onclick=&#39;x&#39;")]
    [TestCase("a & b", "a &amp; b")]
    [TestCase("\u001b[31m\0\u007F", "\u241b[31m\u2400\u2421")]
    [TestCase("\u0085\u202Eexe.txt\u2066", "\uFFFD\uFFFDexe.txt\uFFFD")]
    [TestCase("\r\n\t", "&#13;\n\t")]
    [TestCase(null, "")]
    public void What_stands_in_a_hole_is_escaped(string? text, string expected) =>
        Markup.Of($"<p title=\"{text}\">{text}</p>").ToString().Should().Be($"<p title=\"{expected}\">{expected}</p>");

    [Test]
    public void Html_in_a_hole_is_put_in_as_it_is()
    {
        var piece = Markup.Of($"<b>{"<"}</b>");

        Markup.Of($"{piece}{new[] { piece, piece }}{12}{default(Markup)}").ToString()
            .Should().Be("<b>&lt;</b><b>&lt;</b><b>&lt;</b>12");
    }

    [Test]
    public void What_is_not_to_be_shown_is_nothing() => Markup.If(false, $"<p>{"text"}</p>").ToString().Should().BeEmpty();
}
