using ConformanceKit.Wire;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Tests.Wire;

internal sealed class ByteTextTests
{
    [TestCase("GET / HTTP/1.1\r\n", @"GET / HTTP/1.1\r\n")]
    [TestCase("a\tb\\c\"", @"a\tb\\c""")]
    [TestCase("\0\x7F\xFF\xA3", @"\x00\x7F\xFF\xA3")]
    [TestCase("", "")]
    public void What_does_not_print_is_escaped(string latin1, string expected) =>
        ByteText.Escape(latin1).Should().Be(expected);

    [Test]
    public void What_is_left_out_is_told() => ByteText.Escape("abcdef", 4).Should().Be("abcd… (2 more bytes)");
}
