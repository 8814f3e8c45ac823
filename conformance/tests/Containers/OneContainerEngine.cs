using System.Formats.Tar;
using System.Net;
using ConformanceKit.Containers;
using ConformanceKit.ReferenceProxy;
using Microsoft.AspNetCore.Http;

namespace ConformanceKit.Tests.Containers;

/// <summary>
/// An engine with the image <c>acme:1</c>, whose container is the reference proxy inside this process.
/// </summary>
internal sealed class OneContainerEngine : IAsyncDisposable
{
    private const string Network = """{"Name":"n","IPAM":{"Config":[{"Gateway":"127.0.0.1"}]}}""";
    private const string Exit = """{"StatusCode":137}""";

    private readonly ProxyServer _proxy = ProxyServer.Start(new ProxyOptions { Resolve = _ => [IPAddress.Loopback] });
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly bool _removes;
    private volatile bool _isKilled;
    private FakeEngine _engine = null!;

    private OneContainerEngine(bool removes) => _removes = removes;

    public DockerEngine Engine => _engine.Engine;

    /// <summary>What was copied into the container before it started, path to text.</summary>
    public Dictionary<string, string> Files { get; } = [];

    /// <summary>The port of the proxy.</summary>
    public int Port => _proxy.EndPoint.Port;

    /// <summary>Starts the engine.</summary>
    /// <param name="removes">Whether it is still there to remove the container; if not, it only starts it.</param>
    public static async Task<OneContainerEngine> StartAsync(bool removes)
    {
        var engine = new OneContainerEngine(removes);
        engine._engine = await FakeEngine.StartAsync(engine.AnswerAsync);
        return engine;
    }

    public async ValueTask DisposeAsync()
    {
        await _proxy.DisposeAsync();
        await _engine.DisposeAsync();
    }

    /// <summary>Kills the container, which the engine notices only after the next question about it.</summary>
    public void Kill() => _isKilled = true;

    private async Task AnswerAsync(HttpContext context, string request)
    {
        var answer = request switch
        {
            "GET /version" => """{"Version":"20.10"}""",
            "GET /images/acme:1/json" => """{"Id":"sha256:abc"}""",
            "POST /networks/create" or "POST /containers/create" => """{"Id":"1"}""",
            _ when request.StartsWith("GET /networks/", StringComparison.Ordinal) => Network,
            _ when request.StartsWith("PUT /", StringComparison.Ordinal) => await UnpackAsync(context.Request.Body),
            _ when request.EndsWith("/start", StringComparison.Ordinal) => "{}",
            _ when request.EndsWith("/wait", StringComparison.Ordinal) => await WaitAsync(context),
            "GET /containers/json" or "GET /networks" => _removes ? "[]" : null,
            _ when request.EndsWith("/logs", StringComparison.Ordinal) => "",
            _ when request.EndsWith("/json", StringComparison.Ordinal) => State(),
            _ when request.StartsWith("DELETE /", StringComparison.Ordinal) => _removes ? "{}" : null,
            _ => null,
        };
        if (answer is null)
        {
            context.Abort();
            return;
        }

        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(answer);
    }

    private async Task<string> UnpackAsync(Stream archive)
    {
        using var reader = new TarReader(archive);
        while (await reader.GetNextEntryAsync() is { } entry)
            Files[$"/{entry.Name}"] = await new StreamReader(entry.DataStream!).ReadToEndAsync();
        return "";
    }

    private async Task<string?> WaitAsync(HttpContext context)
    {
        if (_isKilled)
            _ended.TrySetResult();
        await _ended.Task.WaitAsync(context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return _ended.Task.IsCompleted ? Exit : null;
    }

    private string State()
    {
        var state = _ended.Task.IsCompleted ? """{"Running":false,"ExitCode":137}""" : """{"Running":true}""";
        if (_isKilled)
            _ended.TrySetResult();
        return $$"""{"State":{{state}},"Config":{},"NetworkSettings":{"Networks":{"n":{"IPAddress":"127.0.0.1"} } } }""";
    }
}
