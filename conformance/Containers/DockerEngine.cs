using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using ConformanceKit.Model;
using Docker.DotNet;

namespace ConformanceKit.Containers;

/// <summary>
/// The container engine through its API: Docker Engine, or anything that speaks its API. It is looked for where the
/// <c>docker</c> command would look; that command itself is not needed.
/// </summary>
public sealed partial class DockerEngine : IContainerEngine
{
    private static readonly TimeSpan s_answer = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan s_quick = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan s_long = TimeSpan.FromMinutes(15);

    private readonly Lazy<DockerClient> _client;
    private volatile bool _hasAnswered;

    /// <summary>The engine that the environment, the user's Docker configuration, or the default names.</summary>
    /// <param name="command">The command that runs the kit, without its arguments.</param>
    public DockerEngine(string command) => (_client, Command) = (new(DockerEndpoint.Open), command);

    /// <summary>The engine at a known place.</summary>
    /// <param name="endpoint">Its address, such as <c>unix:///var/run/docker.sock</c>.</param>
    /// <param name="command">The command that runs the kit, without its arguments.</param>
    internal DockerEngine(Uri endpoint, string command) =>
        (_client, Command) = (new(() => DockerEndpoint.Open(endpoint, certificates: null)), command);

    /// <inheritdoc/>
    public string Command { get; }

    private Uri Endpoint => _client.Value.Options.Endpoint;

    /// <inheritdoc/>
    public Task EnsureAvailableAsync(CancellationToken cancel) =>
        AskAsync("report its version", s_answer, (client, bound) => client.System.GetVersionAsync(bound), cancel);

    // Every request goes through here: it is bounded in time, and what goes wrong is said in one line with what to do.
    private async Task<T> AskAsync<T>(
        string what, TimeSpan limit, Func<DockerClient, CancellationToken, Task<T>> ask, CancellationToken cancel)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        bound.CancelAfter(limit);
        try
        {
            var answer = await ask(_client.Value, bound.Token);
            _hasAnswered = true;
            return answer;
        }
        catch (Exception) when (cancel.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancel);
        }
        catch (OperationCanceledException)
        {
            throw new HarnessException(
                $"The container engine at {Endpoint} did not {what} within {limit.TotalSeconds:0} s. Check that it works, e.g. "
                + "with `docker info`.");
        }
        catch (DockerApiException refused)
        {
            throw new HarnessException($"The container engine could not {what}: {Reason(refused)}", refused);
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException or SocketException or AggregateException)
        {
            throw new HarnessException(Unreachable(fault), fault);
        }
    }

    private async Task AskAsync(
        string what, TimeSpan limit, Func<DockerClient, CancellationToken, Task> ask, CancellationToken cancel) =>
        await AskAsync(what, limit, async (client, bound) =>
        {
            await ask(client, bound);
            return true;
        }, cancel);

    private string Unreachable(Exception fault)
    {
        var because = fault.GetBaseException();
        var socket = Endpoint.IsAbsoluteUri && Endpoint.Scheme == "unix" ? Endpoint.LocalPath : null;
        var isGone = socket is not null && !File.Exists(socket);
        if (_hasAnswered)
            return $"The container engine at {Endpoint} stopped answering ({(isGone ? "its socket is gone" : because.Message)})";
        var without = $"or run the embedded reference: {Command} run";
        if (isGone)
        {
            return $"There is no container engine at {Endpoint}. Install Docker Engine (Debian and Ubuntu: "
                + $"`sudo apt-get install docker.io`) and start it, e.g. with `sudo dockerd`, {without}";
        }

        return because is SocketException { SocketErrorCode: SocketError.AccessDenied }
            ? $"This user may not use the container engine at {Endpoint}. Join its group, e.g. `sudo usermod -aG docker $USER` "
                + $"and log in again, {without}"
            : $"The container engine at {Endpoint} does not answer ({because.Message}). Start it, e.g. "
                + $"`sudo systemctl start docker` or `sudo dockerd`, {without}";
    }

    // The engine answers with {"message": "..."}.
    private static string Reason(DockerApiException refused)
    {
        try
        {
            using var body = JsonDocument.Parse(refused.ResponseBody ?? "");
            return body.RootElement.GetProperty("message").GetString() ?? refused.Message;
        }
        catch (Exception other) when (other is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return string.IsNullOrWhiteSpace(refused.ResponseBody) ? refused.Message : refused.ResponseBody.Trim();
        }
    }

    private static bool IsGone(HarnessException refused) => refused.InnerException is DockerApiException
    {
        StatusCode: HttpStatusCode.NotFound,
    };
}
