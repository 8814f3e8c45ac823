using ConformanceKit.ReferenceProxy.Program;

namespace ConformanceKit.ReferenceProxy.Tests.Program;

/// <summary>Printing never holds up the thread that has something to print.</summary>
internal sealed class OutputLinesTests
{
    [Test]
    public async Task Lines_are_written_in_their_order()
    {
        using var written = new StringWriter();
        var output = new OutputLines(written);
        output.Add("first");
        output.Add("second");
        await output.FinishAsync(TimeSpan.FromSeconds(20));
        written.ToString().ReplaceLineEndings("\n").Should().Be("first\nsecond\n");
    }

    [Test]
    public async Task Who_takes_no_lines_holds_up_nobody_and_is_told_how_many_were_left_out()
    {
        using var taken = new SemaphoreSlim(0);
        using var slow = new SlowWriter(taken);
        var output = new OutputLines(slow);
        for (var i = 0; i < 30_000; i++)
            output.Add($"line {i}");
        await output.FinishAsync(TimeSpan.Zero);

        taken.Release(int.MaxValue);
        await output.FinishAsync(TimeSpan.FromSeconds(20));
        var lines = slow.ToString().ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines[0].Should().Be("line 0");
        var leftOut = lines.Single(line => line.StartsWith('('));
        leftOut.Should().Be($"({30_000 - (lines.Length - 1)} lines left out: the reader was too slow)");
    }

    private sealed class SlowWriter(SemaphoreSlim taken) : StringWriter
    {
        public override void WriteLine(string? value)
        {
            taken.Wait();
            base.WriteLine(value);
        }
    }
}
