using System.Buffers;
using System.Text;

namespace ConformanceKit.Containers;

/// <summary>How a program ended, and what it wrote.</summary>
/// <param name="ExitCode">The exit code as a shell has it; of no meaning if it was ended.</param>
/// <param name="Output">Its standard output, up to <see cref="MostOutput"/>.</param>
/// <param name="Error">The end of its standard error.</param>
/// <param name="HasFlooded">Whether it wrote more than that, and was ended for it.</param>
public sealed record ProgramResult(int ExitCode, byte[] Output, string Error, bool HasFlooded)
{
    /// <summary>The most that is kept of its standard output, in bytes: 8 MiB.</summary>
    public const int MostOutput = 8 * 1024 * 1024;

    private const int MostError = 16 * 1024;

    /// <summary>Reads what a program writes until it ends. If that is cancelled, the program is ended.</summary>
    /// <param name="program">The program, which reads nothing.</param>
    /// <param name="cancel">Ends it.</param>
    internal static async Task<ProgramResult> OfAsync(IRunningProgram program, CancellationToken cancel)
    {
        try
        {
            // 1. Both streams at once, or the program might wait for the one that is not read.
            var reading = ReadAsync(program, cancel);
            var error = TailAsync(program.ErrorOutput, cancel);

            // 2. Its end, which is also that of the streams.
            var exitCode = await program.WaitAsync(cancel);
            var (output, hasFlooded) = await reading;
            return new(exitCode, output, Encoding.UTF8.GetString(await error), hasFlooded);
        }
        catch (OperationCanceledException)
        {
            await program.KillAsync();
            throw;
        }
    }

    /// <summary>Reads a stream to its end, and keeps the last of it.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="cancel">Ends the reading.</param>
    internal static async Task<byte[]> TailAsync(Stream stream, CancellationToken cancel)
    {
        var buffer = new byte[16 * 1024];
        var tail = new List<byte>();
        while (await stream.ReadAsync(buffer, cancel) is > 0 and var count)
        {
            tail.AddRange(buffer.AsSpan(0, count));
            if (tail.Count > MostError)
                tail.RemoveRange(0, tail.Count - MostError);
        }

        return [.. tail];
    }

    private static async Task<(byte[] Output, bool HasFlooded)> ReadAsync(IRunningProgram program, CancellationToken cancel)
    {
        var kept = new ArrayBufferWriter<byte>();
        var hasFlooded = false;
        while (await program.Output.ReadAsync(kept.GetMemory(16 * 1024), cancel) is > 0 and var count)
        {
            if (kept.WrittenCount + count <= MostOutput)
            {
                kept.Advance(count);
            }
            else if (!hasFlooded)
            {
                // It may have no end. What is still under way is read and dropped.
                hasFlooded = true;
                await program.KillAsync();
            }
        }

        return (kept.WrittenSpan.ToArray(), hasFlooded);
    }
}
