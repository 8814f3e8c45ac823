using ConformanceKit.Containers;
using ConformanceKit.Model;

namespace ConformanceKit.Clients;

/// <summary>What a client that is a program told its caller: by its exit code and what it wrote.</summary>
internal static class ProgramAnswers
{
    private const int CannotRun = 126; // the exit codes of a shell
    private const int NotFound = 127;
    private const int LastSignal = 128 + 64;
    private const int MostShown = 500;

    /// <summary>The answer.</summary>
    /// <param name="name">The client's name, for messages.</param>
    /// <param name="result">How it ended.</param>
    /// <param name="joinsStreams">Whether it writes all that comes through the tunnel: then the beginning will do.</param>
    /// <exception cref="HarnessException">It was not run, or does something else than what it is graded for.</exception>
    public static ClientAnswer Of(string name, ProgramResult result, bool joinsStreams) => result switch
    {
        { HasFlooded: true } when joinsStreams => new(true, result.Output, ""),
        { HasFlooded: true } => throw new HarnessException(
            $"The client {name} wrote more than {ProgramResult.MostOutput / 1024 / 1024} MiB to standard output and was ended: "
            + "it has to write the response's content, and nothing else."),
        { ExitCode: 0 } => new(true, result.Output, ""),
        { ExitCode: CannotRun or NotFound } => throw new HarnessException(
            $"The client {name} could not be run (exit code {result.ExitCode}): {End(result.Error)}"),
        { ExitCode: > 128 and < LastSignal } => ClientAnswer.Failed(
            $"it was ended by signal {result.ExitCode - 128}: {End(result.Error)}"),
        _ => ClientAnswer.Failed($"exit code {result.ExitCode}: {End(result.Error)}"),
    };

    /// <summary>The end of what a program wrote to standard error, in one line.</summary>
    /// <param name="text">What it wrote.</param>
    public static string End(string text)
    {
        var line = string.Join("; ", text.Split('\n').Select(part => part.Trim(' ', '\t', '\r'))
            .Where(part => part.Length > 0));
        return line.Length == 0 ? "it wrote nothing to standard error"
            : line.Length > MostShown ? "…" + line[^MostShown..]
            : line;
    }
}
