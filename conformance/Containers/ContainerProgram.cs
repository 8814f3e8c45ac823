using System.IO.Pipelines;
using ConformanceKit.Model;
using Docker.DotNet;

namespace ConformanceKit.Containers;

/// <summary>A program in a container, whose streams the engine sends over one connection.</summary>
internal sealed class ContainerProgram : IRunningProgram
{
    private readonly MultiplexedStream _stream;
    private readonly Func<CancellationToken, Task<int>> _exitCode;
    private readonly Func<Task> _kill;
    private readonly Pipe _output = new();
    private readonly Pipe _error = new();
    private readonly CancellationTokenSource _ending = new();
    private readonly Task _pumping;

    /// <summary>A program that has been started.</summary>
    /// <param name="stream">The connection.</param>
    /// <param name="exitCode">Asks for its exit code when the streams have ended.</param>
    /// <param name="kill">Ends its process group.</param>
    public ContainerProgram(MultiplexedStream stream, Func<CancellationToken, Task<int>> exitCode, Func<Task> kill)
    {
        (_stream, _exitCode, _kill) = (stream, exitCode, kill);
        Input = new InputStream(stream);
        Output = _output.Reader.AsStream();
        ErrorOutput = _error.Reader.AsStream();
        _pumping = PumpAsync();
    }

    /// <inheritdoc/>
    public Stream Input { get; }

    /// <inheritdoc/>
    public Stream Output { get; }

    /// <inheritdoc/>
    public Stream ErrorOutput { get; }

    /// <summary>
    /// The command that runs a program in a session of its own, and in the end ends what the program left behind.
    /// </summary>
    /// <param name="groupFile">The file in the container that gets the number of the process group.</param>
    /// <param name="command">The program and its arguments.</param>
    public static IReadOnlyList<string> Wrap(string groupFile, IReadOnlyList<string> command) =>
    [
        "sh", "-c",
        "setsid --wait sh -c 'echo $$ >\"$0\"; exec \"$@\"' \"$@\"; code=$?; "
            + "read -r group <\"$1\"; kill -s KILL -- \"-$group\" 2>/dev/null; rm -f \"$1\"; exit $code",
        "sh", groupFile, .. command,
    ];

    /// <summary>The command that ends such a process group.</summary>
    /// <param name="groupFile">The file with its number.</param>
    public static IReadOnlyList<string> Kill(string groupFile) =>
        ["sh", "-c", "read -r group <\"$0\" && kill -s KILL -- \"-$group\"", groupFile];

    /// <inheritdoc/>
    public async Task<int> WaitAsync(CancellationToken cancel)
    {
        await _pumping.WaitAsync(cancel);
        return await _exitCode(cancel);
    }

    /// <inheritdoc/>
    public Task KillAsync() => _kill();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!_pumping.IsCompleted)
            await KillAsync();
        await _ending.CancelAsync();
        await _pumping;
        _stream.Dispose();
        _ending.Dispose();
    }

    private async Task PumpAsync()
    {
        var buffer = new byte[32 * 1024];
        Exception? fault = null;
        try
        {
            while (true)
            {
                var part = await _stream.ReadOutputAsync(buffer, 0, buffer.Length, _ending.Token);
                if (part.EOF)
                    break;
                var pipe = part.Target == MultiplexedStream.TargetStream.StandardError ? _error : _output;
                await pipe.Writer.WriteAsync(buffer.AsMemory(0, part.Count), _ending.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // Nobody reads any more.
        }
        catch (Exception broken) when (broken is IOException or HttpRequestException)
        {
            fault = new HarnessException($"The container engine ended the connection to a program: {broken.Message}", broken);
        }

        await _output.Writer.CompleteAsync(fault);
        await _error.Writer.CompleteAsync(fault);
    }

    private sealed class InputStream(MultiplexedStream stream) : Stream
    {
        public override bool CanRead => false;

        public override bool CanWrite => true;

        public override bool CanSeek => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var bytes = buffer.ToArray();
            await stream.WriteAsync(bytes, 0, bytes.Length, cancellationToken);
        }

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
