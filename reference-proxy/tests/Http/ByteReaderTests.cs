namespace ConformanceKit.ReferenceProxy.Tests.Http;

internal sealed class ByteReaderTests
{
    [Test]
    public async Task It_grows_for_a_line_that_does_not_fit_and_loses_nothing()
    {
        var next = 0;
        using var reader = new ByteReader((buffer, _) =>
        {
            for (var i = 0; i < buffer.Length; i++)
                buffer.Span[i] = (byte)next++;
            return ValueTask.FromResult(buffer.Length);
        });

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
        var asked = new List<int>();
        using var reader = new ByteReader((buffer, _) =>
        {
            asked.Add(buffer.Length);
            return ValueTask.FromResult(0);
        });

        (await reader.FillAsync(default)).Should().BeFalse();
        asked[0].Should().Be(0);
        asked[1].Should().BePositive();
    }
}
