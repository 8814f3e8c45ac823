using ConformanceKit.Wire;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Tests.Wire;

[TestFixture, Parallelizable(ParallelScope.All)]
internal sealed class StructuredItemTests
{
    [Test]
    public void A_list_of_items_with_parameters_is_read()
    {
        var members = StructuredItem.ParseList(
            " a.b:/c;error=x_y;details=\"say \\\"no\\\" \\\\\" "
            + ",\t\"two\";*k.1;n=-12;d=1.5;b=:AQI=:;t=?0;w=@1659578233;u=%\"f%c3%bc\", 7 ");

        members.Select(member => member.Value).Should().Equal(
            new StructuredValue(StructuredType.Token, "a.b:/c"),
            new StructuredValue(StructuredType.QuotedString, "two"),
            new StructuredValue(StructuredType.WholeNumber, "7"));
        members[0].Parameters.Should().BeEquivalentTo(new Dictionary<string, StructuredValue>
        {
            ["error"] = new(StructuredType.Token, "x_y"),
            ["details"] = new(StructuredType.QuotedString, "say \"no\" \\"),
        });
        members[1].Parameters.Should().BeEquivalentTo(new Dictionary<string, StructuredValue>
        {
            ["*k.1"] = new(StructuredType.Boolean, "1"),
            ["n"] = new(StructuredType.WholeNumber, "-12"),
            ["d"] = new(StructuredType.DecimalNumber, "1.5"),
            ["b"] = new(StructuredType.ByteSequence, "AQI="),
            ["t"] = new(StructuredType.Boolean, "0"),
            ["w"] = new(StructuredType.Date, "1659578233"),
            ["u"] = new(StructuredType.DisplayString, "f%c3%bc"),
        });
    }

    [Test]
    public void Nothing_is_a_list_without_members() => StructuredItem.ParseList("  ").Should().BeEmpty();

    [Test]
    public void Of_two_parameters_with_one_key_the_last_counts() =>
        StructuredItem.ParseList("a;k=1;k=2").Single().Parameters["k"].Text.Should().Be("2");

    [TestCase("a,")]
    [TestCase(",a")]
    [TestCase("a,,b")]
    [TestCase("a b")]
    [TestCase("a ;b")]
    [TestCase("a;")]
    [TestCase("a;B=1")]
    [TestCase("a;b=")]
    [TestCase("a;b= 1")]
    [TestCase("a;b =1")]
    [TestCase("a;1")]
    [TestCase("a=b")]
    [TestCase("\"a")]
    [TestCase("\"a\\")]
    [TestCase("\"a\\\"")]
    [TestCase("\"a\\n\"")]
    [TestCase("\"\u00e9\"")]
    [TestCase("\"\t\"")]
    [TestCase("\t a")]
    [TestCase("a\u00e9")]
    [TestCase("(a b)")]
    [TestCase("-")]
    [TestCase("1234567890123456")]
    [TestCase("1.")]
    [TestCase("1.2345")]
    [TestCase("1234567890123.1")]
    [TestCase(":AQI=")]
    [TestCase(":A Q:")]
    [TestCase("?2")]
    [TestCase("?")]
    [TestCase("@")]
    [TestCase("@1.5")]
    [TestCase("@a")]
    [TestCase("%")]
    [TestCase("%a")]
    [TestCase("%\"a")]
    [TestCase("%\"%C3\"")]
    [TestCase("%\"%c\"")]
    public void Anything_else_is_an_error(string field) =>
        ((Action)(() => StructuredItem.ParseList(field))).Should().Throw<FormatException>().WithMessage("at position *");
}
