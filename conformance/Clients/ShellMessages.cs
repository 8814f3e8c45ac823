using System.Globalization;
using System.Text;
using System.Text.Json;
using ConformanceKit.Containers;
using ConformanceKit.Model;

namespace ConformanceKit.Clients;

/// <summary>
/// What a shell in a container is told and tells, so that it runs a client's program for each task: much faster than the engine,
/// which would start each in the container's name. The results are lines of JSON.
/// </summary>
/// <param name="name">The client's name, for messages.</param>
/// <param name="template">How the program is started.</param>
/// <param name="ca">The file with the CA's certificate that it has to trust.</param>
/// <param name="joinsStreams">Whether it writes all that comes through a tunnel.</param>
internal sealed class ShellMessages(string name, CommandTemplate template, string ca, bool joinsStreams) : IScriptLanguage
{
    private const int MostError = 16 * 1024;
    private const int TimedOut = 124; // the exit code of timeout(1) if the signal worked, otherwise that of SIGKILL
    private const int Killed = 128 + 9;

    // On a busy machine, a program starts late.
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(10);

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web);

    /// <summary>The program that reads the lines.</summary>
    public static IReadOnlyList<string> Shell => ["sh"];

    // The folder is the shell's own, since one that was replaced may still have programs. Each program leads a session of its
    // own, in a home of its own, with the clean environment alone. What it leaves behind is ended with it, or the pipes would
    // stay open. Both pipes have bounds: nothing fills the container. Whether it had to be ended is known here best, however late
    // the result is.
    /// <inheritdoc/>
    public string Preamble => $$"""
        folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT || exit
        end() { read -r group <"$folder/group-$1" && kill -s KILL -- "-$group"; } 2>/dev/null
        run() {
          id=$1 seconds=$2; shift 2
          mkdir -m 700 "$folder/home-$id" && cd "$folder/home-$id" || exit
          { { { setsid --wait env -i {{CleanEnvironment.Words("$folder/home-$id")}} \
                  sh -c 'echo $$ >"$0"; exec "$@"' "$folder/group-$id" \
                  timeout -k 1 "$seconds" "$@" </dev/null
                echo $? >"$folder/code-$id"; end "$id"; } 2>&1 >&3 3>&- |
              tail -c {{MostError}} >"$folder/error-$id"; } 3>&1 |
            head -c {{ProgramResult.MostOutput + 1}} >"$folder/output-$id"; }
          exec 9>>"$folder/lock"; flock 9
          printf '{"id":"%s","exitCode":%s,"output":"%s","error":"%s"}\n' "$id" "$(cat "$folder/code-$id")" \
            "$(base64 -w 0 "$folder/output-$id")" "$(base64 -w 0 "$folder/error-$id")"
          rm -rf "$folder/home-$id" "$folder/group-$id" "$folder/code-$id"
          rm -f "$folder/output-$id" "$folder/error-$id"
        }
        """;

    /// <inheritdoc/>
    public string Task(string id, ClientTask task)
    {
        var seconds = (task.Patience + s_grace).TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture);
        return $"(run {id} {seconds} {string.Join(' ', template.Fill(task, ca).Select(ShellWord.Quoted))} &)";
    }

    /// <inheritdoc/>
    public string? End(string id) => $"end {id}";

    /// <inheritdoc/>
    public ScriptResult? Result(byte[] line)
    {
        try
        {
            return JsonSerializer.Deserialize<ResultJson>(line, s_json)
                is { Id: { } id, Output: { } output, Error: { } error } result
                ? new(id, () => result.ExitCode is TimedOut or Killed
                    ? ClientAnswer.Ended
                    : ProgramAnswers.Of(
                        name,
                        new(result.ExitCode, output, Encoding.UTF8.GetString(error), output.Length > ProgramResult.MostOutput),
                        joinsStreams))
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private sealed record ResultJson(string? Id, int ExitCode, byte[]? Output, byte[]? Error);
}
