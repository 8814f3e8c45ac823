namespace ConformanceKit.ReferenceProxy.Tests.Http;

internal sealed class LineScannerTests
{
    [TestCase("abc\r\n", 3)]
    [TestCase("\r\n", 0)]
    [TestCase("a\tb\r\nmore", 3)]
    public void A_line_ends_with_CRLF(string text, int expected)
    {
        new LineScanner().TryFind(Bytes.Of(text), out var length, out var rejected).Should().BeTrue();
        length.Should().Be(expected);
        rejected.Should().BeNull();
    }

    [TestCase("")]
    [TestCase("abc")]
    [TestCase("abc\r")]
    public void Less_than_a_line_is_neither_found_nor_rejected(string text)
    {
        new LineScanner().TryFind(Bytes.Of(text), out _, out var rejected).Should().BeFalse();
        rejected.Should().BeNull();
    }

    [Test]
    public void What_has_been_looked_at_is_not_looked_at_again()
    {
        var scanner = new LineScanner();
        scanner.TryFind(Bytes.Of("a\tb"), out _, out _).Should().BeFalse();
        scanner.TryFind(Bytes.Of("\n\n\nc\r"), out _, out _).Should().BeFalse();
        scanner.TryFind(Bytes.Of("\n\n\n\n\r\n"), out var length, out _).Should().BeTrue();
        length.Should().Be(4);
        scanner.TryFind(Bytes.Of("\n"), out _, out var rejected).Should().BeFalse();
        rejected.Should().Be(RejectionReason.BareLineFeed);
    }

    [TestCase("abc\n", RejectionReason.BareLineFeed)]
    [TestCase("\n", RejectionReason.BareLineFeed)]
    [TestCase("a\rb", RejectionReason.BareCarriageReturn)]
    [TestCase("a\r\r\n", RejectionReason.BareCarriageReturn)]
    [TestCase("a\0b", RejectionReason.ControlCharacter)]
    [TestCase("a\u007fb", RejectionReason.ControlCharacter)]
    [TestCase("\u0016\u0003\u0001", RejectionReason.ControlCharacter)]
    [TestCase("\u0005\u0001\0", RejectionReason.ControlCharacter)]
    public void What_can_never_become_a_line_is_rejected_at_once(string text, object reason)
    {
        new LineScanner().TryFind(Bytes.Of(text), out _, out var rejected).Should().BeFalse();
        rejected.Should().Be((RejectionReason)reason);
    }
}
