using System.Buffers;
using System.Collections.Concurrent;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using ConformanceKit.Containers;
using ConformanceKit.Model;

namespace ConformanceKit.Clients;

/// <summary>One run of a client's script: it reads tasks, many at once, and writes their results in any order.</summary>
internal sealed class ScriptProcess : IAsyncDisposable
{
    private const int MostLine = 2 * ProgramResult.MostOutput; // base64 and the rest of the line
    private const int MostShown = 100;

    private readonly string _name;
    private readonly IScriptLanguage _language;
    private readonly IRunningProgram _program;
    private readonly ConcurrentDictionary<string, TaskCompletionSource<ClientAnswer>> _waiting = new();
    private readonly SemaphoreSlim _writing = new(1);
    private readonly CancellationTokenSource _ending = new();
    private readonly Task<byte[]> _error;
    private readonly Task _reading;
    private volatile HarnessException? _fault;
    private int _last;
    private bool _hasBegun;

    /// <summary>A script that has just been started.</summary>
    /// <param name="name">The client's name, for messages.</param>
    /// <param name="language">What is written to it and read from it.</param>
    /// <param name="program">The script.</param>
    public ScriptProcess(string name, IScriptLanguage language, IRunningProgram program)
    {
        (_name, _language, _program) = (name, language, program);
        _error = ProgramResult.TailAsync(program.ErrorOutput, _ending.Token);
        _reading = Task.Run(ReadAsync);
    }

    /// <summary>Whether it has ended, or has been ended because of what it wrote.</summary>
    public bool HasEnded => _fault is not null;

    /// <summary>Whether it has no task that it has yet to answer.</summary>
    public bool IsIdle => _waiting.IsEmpty;

    /// <summary>Lets the script fetch something.</summary>
    /// <param name="task">What.</param>
    /// <param name="cancel">Ends the waiting, and the task, if that can be done alone.</param>
    /// <exception cref="HarnessException">The script ended, or wrote something that is no result.</exception>
    public async Task<ClientAnswer> FetchAsync(ClientTask task, CancellationToken cancel)
    {
        // 1. The result has a place before the script can know of the task.
        var id = Interlocked.Increment(ref _last).ToString(CultureInfo.InvariantCulture);
        var answer = new TaskCompletionSource<ClientAnswer>(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting[id] = answer;
        try
        {
            // 2. A script that has ended meanwhile may have missed it.
            if (_fault is { } fault)
                throw fault;
            await WriteAsync(_language.Task(id, task), cancel);
            return await answer.Task.WaitAsync(cancel);
        }
        catch (OperationCanceledException) when (_language.End(id) is { } line)
        {
            await WriteAsync(line, _ending.Token);
            throw;
        }
        finally
        {
            _waiting.TryRemove(id, out _);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _program.KillAsync();
        await _ending.CancelAsync();
        await _reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await ((Task)_error).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _program.DisposeAsync();
        _ending.Dispose();
        _writing.Dispose();
    }

    private async Task WriteAsync(string text, CancellationToken cancel)
    {
        await _writing.WaitAsync(cancel);
        try
        {
            if (!_hasBegun && _language.Preamble.Length > 0)
                await _program.Input.WriteAsync(Encoding.UTF8.GetBytes($"{_language.Preamble}\n"), cancel);
            _hasBegun = true;
            await _program.Input.WriteAsync(Encoding.UTF8.GetBytes($"{text}\n"), cancel);
            await _program.Input.FlushAsync(cancel);
        }
        catch (Exception broken) when (broken is IOException or ObjectDisposedException)
        {
            // The script has ended, which the reader finds out, too, with more to say about it.
        }
        finally
        {
            _writing.Release();
        }
    }

    private async Task ReadAsync()
    {
        string what;
        try
        {
            what = await ReadResultsAsync() is { } garbage
                ? $"wrote a line that is no result: {garbage}"
                : await HowItEndedAsync();
        }
        catch (OperationCanceledException)
        {
            what = "was ended";
        }
        catch (Exception broken) when (broken is IOException or HarnessException or ObjectDisposedException)
        {
            what = $"cannot be read from: {broken.Message}";
        }

        // Whoever waits learns it, and whoever comes later.
        _fault = new HarnessException($"The script of the client {_name} {what}");
        foreach (var answer in _waiting.Values)
            answer.TrySetException(_fault);
    }

    // Null at the end of the output; otherwise, what is no result.
    private async Task<string?> ReadResultsAsync()
    {
        var reader = PipeReader.Create(_program.Output);
        while (true)
        {
            var read = await reader.ReadAsync(_ending.Token);
            var rest = read.Buffer;
            while (rest.PositionOf((byte)'\n') is { } end)
            {
                if (!Take(rest.Slice(0, end).ToArray()))
                    return Shown(rest.Slice(0, end));
                rest = rest.Slice(rest.GetPosition(1, end));
            }

            if (rest.Length > MostLine)
                return Shown(rest);
            if (read.IsCompleted)
                return rest.IsEmpty ? null : Shown(rest);
            reader.AdvanceTo(rest.Start, rest.End);
        }
    }

    private bool Take(byte[] line)
    {
        if (_language.Result(line) is not { } result)
            return false;

        // One that nobody waits for any more came too late.
        if (!_waiting.TryGetValue(result.Id, out var answer))
            return true;
        try
        {
            answer.TrySetResult(result.Answer());
        }
        catch (HarnessException fault)
        {
            answer.TrySetException(fault);
        }

        return true;
    }

    private async Task<string> HowItEndedAsync()
    {
        var exitCode = await _program.WaitAsync(_ending.Token);
        var how = exitCode > 128 ? $"signal {exitCode - 128}" : $"exit code {exitCode}";
        return $"ended with {how}, though it has to read tasks until its input ends: "
            + ProgramAnswers.End(Encoding.UTF8.GetString(await _error));
    }

    private static string Shown(ReadOnlySequence<byte> line)
    {
        var text = Encoding.UTF8.GetString(line.Slice(0, Math.Min(line.Length, MostShown)));
        return line.Length > MostShown ? $"{text}… ({line.Length} bytes)" : text;
    }
}
