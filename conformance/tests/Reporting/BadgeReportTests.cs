using System.Globalization;
using System.Xml.Linq;
using ConformanceKit.Model;
using ConformanceKit.Reporting;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Tests.Reporting;

internal sealed class BadgeReportTests
{
    private static readonly Report s_sample = SampleReport.Build();

    [Test]
    public void One_proxy_is_told_in_words()
    {
        var badge = Draw(s_sample.Proxies[0]);

        badge.Name.LocalName.Should().Be("svg");
        badge.Attribute("role")!.Value.Should().Be("img");
        Texts(badge).Should().Equal("CONNECT conformance", "1 pass, 1 fail, 1 warn, 1 blocked, 1 error");
        badge.Element(badge.Name.Namespace + "title")!.Value
            .Should().Be("CONNECT conformance: 1 pass, 1 fail, 1 warn, 1 blocked, 1 error");
    }

    [Test]
    public void Several_proxies_have_a_row_each()
    {
        var badge = Draw(s_sample.Proxies[0],
            s_sample.Proxies[0] with { Name = "<b>&\u0000\uFFFE", Version = "", Scenarios = [] });

        Texts(badge).Should().Equal("squid 5.7", "1 pass, 1 fail, 1 warn, 1 blocked, 1 error", @"<b>&\u0000\uFFFE", "0 pass");
        badge.Attribute("height")!.Value.Should().Be("40");
    }

    [Test]
    public void The_words_have_room()
    {
        var badge = Draw(s_sample.Proxies[0]);

        // No letter of a common font is wider than the font is high, and the average letter is wider than a third of that.
        var width = double.Parse(badge.Attribute("width")!.Value, CultureInfo.InvariantCulture);
        var letters = string.Concat(Texts(badge)).Length;
        width.Should().BeInRange(letters * 11 / 3.0, letters * 11);
    }

    [Test]
    public void Each_kind_of_result_has_a_colour_on_which_white_can_be_read()
    {
        Verdict[] kinds = [Verdict.Pass, Verdict.Warning, Verdict.Fail, Verdict.HarnessError];

        var colours = kinds.Select(verdict =>
            Draw(s_sample.Proxies[0] with { Scenarios = [s_sample.Proxies[0].Scenarios[0] with { Verdict = verdict }] })
                .Elements().Where(element => element.Name.LocalName == "rect").Last().Attribute("fill")!.Value).ToList();

        colours.Should().OnlyHaveUniqueItems();
        colours.Select(Contrast).Should().OnlyContain(contrast => contrast >= 4.5);
    }

    private static XElement Draw(params ProxyReport[] proxies) =>
        XElement.Parse(BadgeReport.Write(s_sample with { Proxies = proxies }));

    private static IEnumerable<string> Texts(XElement badge) =>
        badge.Elements().Where(element => element.Name.LocalName == "text").Select(element => element.Value);

    // Of white on the colour, as WCAG 2 computes it.
    private static double Contrast(string colour)
    {
        double Channel(int at)
        {
            var value = int.Parse(colour.AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0;
            return value <= 0.03928 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);
        }

        return 1.05 / ((0.2126 * Channel(1)) + (0.7152 * Channel(3)) + (0.0722 * Channel(5)) + 0.05);
    }
}
