using ConformanceKit.ReferenceProxy.Connections;

namespace ConformanceKit.ReferenceProxy.Tests.Connections;

internal sealed class ByteReaderTests
{
    [Test]
    public async Task It_grows_for_a_line_that_does_not_fit_and_loses_nothing()
    {
        var next = 0;
        using var reader = new ByteReader(new SampleSource(buffer =>
        {
            foreach (ref var b in buffer)
                b = (byte)next++;
            return buffer.Length;
        }));

        while (reader.Buffered.Length < 300_000)
            (await reader.FillAsync(default)).Should().BeTrue();

        reader.Advance(1000);
        reader.Buffered.Span[0].Should().Be(unchecked((byte)1000));
        reader.TakeBuffered()[^1].Should().Be(unchecked((byte)(next - 1)));
        reader.Buffered.IsEmpty.Should().BeTrue();
    }

    [Test]
    public async Task It_waits_without_a_buffer()
    {
        var asked = new List<(int Waits, int Room)>();
        SampleSource? source = null;
        source = new SampleSource(buffer =>
        {
            asked.Add((source!.Waits, buffer.Length));
            return 0;
        });
        using var reader = new ByteReader(source);

        (await reader.FillAsync(default)).Should().BeFalse();
        asked[0].Waits.Should().Be(1);
        asked[0].Room.Should().BePositive();
    }

    [Test]
    public async Task It_waits_again_when_a_wait_has_ended_early()
    {
        var answers = new Queue<int>([-1, -1, 3, -1, 0]);
        var source = new SampleSource(_ => answers.Dequeue());
        using var reader = new ByteReader(source);

        (await reader.FillAsync(default)).Should().BeTrue();
        source.Waits.Should().Be(3);
        reader.Buffered.Length.Should().Be(3);
        (await reader.FillAsync(default)).Should().BeFalse();
        source.Waits.Should().Be(5);
        reader.Buffered.Length.Should().Be(3);
    }
}
