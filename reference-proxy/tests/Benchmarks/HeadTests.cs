using ConformanceKit.ReferenceProxy.Benchmarks.Load;

namespace ConformanceKit.ReferenceProxy.Tests.Benchmarks;

/// <summary>Heads that arrive whole, and heads that arrive in pieces.</summary>
internal sealed class HeadTests
{
    private const string Text = "HTTP/1.1 200 OK\r\nServer: load\r\n\r\n";

    [Test]
    public void A_head_is_whole_wherever_it_was_cut([Range(1, 32)] int cut)
    {
        Head head = default;
        head.Take(Bytes(Text[..cut]), out var taken).IsEmpty.Should().BeTrue();
        taken.Should().Be(cut);
        head.HasBegun.Should().BeTrue();
        Encoding.ASCII.GetString(head.Take(Bytes(Text[cut..] + "rest"), out taken)).Should().Be(Text);
        taken.Should().Be(Text.Length - cut);
        head.HasBegun.Should().BeFalse();
    }

    [Test]
    public void A_head_comes_byte_by_byte_and_another_follows()
    {
        Head head = default;
        for (var i = 0; i < Text.Length - 1; i++)
            head.Take(Bytes(Text[i..(i + 1)]), out _).IsEmpty.Should().BeTrue();
        Head.IsOk(head.Take("\n"u8, out _)).Should().BeTrue();
        Head.IsOk(head.Take("HTTP/1.1 502 Bad Gateway\r\n\r\nwhy"u8, out var taken)).Should().BeFalse();
        taken.Should().Be(28);
    }

    [Test]
    public void A_head_without_end_fails()
    {
        Head head = default;
        head.Take(new byte[4000], out _).IsEmpty.Should().BeTrue();
        var failed = false;
        try
        {
            head.Take(new byte[4000], out _);
        }
        catch (LoadFailedException)
        {
            failed = true;
        }
        failed.Should().BeTrue();
    }

    private static byte[] Bytes(string text) => Encoding.ASCII.GetBytes(text);
}
