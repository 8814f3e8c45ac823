using ConformanceKit.CommandLine;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Tests.CommandLine;

internal sealed class LogTextTests
{
    [TestCase("::error::x", @"\x3A:error::x")]
    [TestCase(" \t::error::x", " \t\\x3A:error::x")]
    [TestCase("\u00a0\u3000::stop-commands::x", "\u00a0\u3000\\x3A:stop-commands::x")]
    [TestCase("a\r ::error::x", "a\r \\x3A:error::x")]
    [TestCase("a\r\n::error::x", "a\r\n\\x3A:error::x")]
    [TestCase("one\n\n  ::error::x", "one\n\n  \\x3A:error::x")]
    [TestCase("a ##vso[task.setvariable variable=X]y", @"a #\x23vso[task.setvariable variable=X]y")]
    [TestCase("##[group]a ###[add-path]b", @"#\x23[group]a ##\x23[add-path]b")]
    [TestCase("##teamcity[a]", @"#\x23teamcity[a]")]
    [TestCase("\u001b[0Ksection_start:1:a\r\u001b[0Kb", "\u001b[0Ksection_start\\x3A1:a\r\u001b[0Kb")]
    [TestCase("section_end:1:a", @"section_end\x3A1:a")]
    public void What_a_proxy_sent_is_no_command_however_it_is_written(string text, string expected)
    {
        Written(text, text.Length).Should().Be($"{expected}\n");
        Written(text, 1).Should().Be($"{expected}\n");
        Written(text, 3).Should().Be($"{expected}\n");
    }

    [TestCase("a ::1 b, [::1]:80")]
    [TestCase(":80 ::")]
    [TestCase("## heading [link]")]
    [TestCase("### a # [b]")]
    [TestCase("a: b")]
    public void Everything_else_stays_as_it_is(string text) => Written(text, 2).Should().Be($"{text}\n");

    [Test]
    public void A_command_is_written_on_a_line_of_its_own_place()
    {
        using var text = new StringWriter();
        using var log = new LogText(text);

        log.Write("before\n");
        log.Command("::group::a");
        log.WriteLine("::group::b");
        log.Write("the end");
        log.Dispose();

        text.ToString().Split('\n', '\r').Where(line => line.Length > 0).Should()
            .Equal("before", "::group::a", @"\x3A:group::b", "the end");
    }

    [Test]
    public void What_is_redrawn_appears_at_once_and_is_no_command_either()
    {
        using var text = new StringWriter();
        using var log = new LogText(text);

        log.Write("before");
        log.Redraw("\r::error::1/2 done ##vso[a]");

        text.ToString().Should().Be("before\r\\x3A:error::1/2 done #\\x23vso[a]");
    }

    [Test]
    public void What_cannot_be_written_is_not_tried_again()
    {
        using var full = new FullDisk();
        var log = new LogText(full);

        log.Invoking(it => it.Write("a line\n")).Should().Throw<IOException>();
        log.Invoking(it => it.Dispose()).Should().NotThrow();
    }

    private static string Written(string text, int piece)
    {
        using var output = new StringWriter();
        using var log = new LogText(output);
        foreach (var part in $"{text}\n".Chunk(piece))
            log.Write(new string(part));
        return output.ToString();
    }
}
