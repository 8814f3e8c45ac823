using System.Globalization;
using System.Threading.Channels;

namespace ConformanceKit.ReferenceProxy.Program;

/// <summary>
/// The lines that the proxy prints. Code that serves a connection hands them over and continues; only the writer waits for a
/// terminal, a pipe or a disk. A reader that is too slow misses lines, and the output says how many.
/// </summary>
internal sealed class OutputLines
{
    private const int Most = 10_000;

    private readonly Channel<string> _lines;
    private readonly TextWriter _output;
    private readonly Task _writing;
    private int _missed;

    /// <summary>Begins to write what is added.</summary>
    public OutputLines(TextWriter output)
    {
        _output = output;
        _lines = Channel.CreateBounded<string>(
            new BoundedChannelOptions(Most) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true },
            _ => Interlocked.Increment(ref _missed));

        // The writer has its own thread: a reader that takes no lines blocks it, and the pool has few threads.
        _writing = Task.Factory.StartNew(Write, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Hands over a line, or several in one; never waits.</summary>
    public void Add(string line) => _lines.Writer.TryWrite(line);

    /// <summary>Lets the writer catch up, for at most that time. Nothing can be added any more.</summary>
    public async Task FinishAsync(TimeSpan limit)
    {
        _lines.Writer.TryComplete();
        await Task.WhenAny(_writing, Task.Delay(limit));
    }

    private void Write()
    {
        while (_lines.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            while (_lines.Reader.TryRead(out var line))
            {
                _output.WriteLine(line);
                if (Interlocked.Exchange(ref _missed, 0) is > 0 and var missed)
                {
                    _output.WriteLine(
                        string.Create(CultureInfo.InvariantCulture, $"({missed} lines left out: the reader was too slow)"));
                }
            }
        }
    }
}
