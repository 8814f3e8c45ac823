using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using ConformanceKit.Containers;
using ConformanceKit.Model;
using ConformanceKit.Tests.Running;
using FluentAssertions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ConformanceKit.Tests.Containers;

/// <summary>An engine of a test's own, on a Unix socket: each request is recorded and answered as the test says.</summary>
internal sealed partial class FakeEngine : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly WebApplication _server;

    private FakeEngine(Func<HttpContext, string, Task> answer)
    {
        Socket = Path.Combine(_folder.Path, "s");
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(options => options.ListenUnixSocket(Socket));
        _server = builder.Build();
        _server.Run(async context =>
        {
            // Without the version of the API, which the client puts first.
            var path = Version().Replace(context.Request.Path.Value!, "");
            var request = $"{context.Request.Method} {path}{context.Request.QueryString}";
            Requests.Enqueue(request);
            await answer(context, $"{context.Request.Method} {path}");
        });
    }

    public string Socket { get; }

    public ConcurrentQueue<string> Requests { get; } = new();

    public DockerEngine Engine => new(new Uri($"unix://{Socket}"), "kit");

    /// <summary>Starts an engine.</summary>
    /// <param name="answer">Answers a request, whose method and path come with it.</param>
    public static async Task<FakeEngine> StartAsync(Func<HttpContext, string, Task> answer)
    {
        var engine = new FakeEngine(answer);
        await engine._server.StartAsync();
        return engine;
    }

    /// <summary>Starts an engine that answers with JSON.</summary>
    /// <param name="answers">A status and a body for each method and path; 404 for all others.</param>
    public static Task<FakeEngine> StartAsync(params (string Request, int Status, string Body)[] answers) =>
        StartAsync(async (context, request) =>
        {
            var known = answers.Where(answer => answer.Request == request).ToList();
            var (status, body) = known.Count > 0 ? (known[0].Status, known[0].Body) : (404, """{"message":"none"}""");
            (context.Response.StatusCode, context.Response.ContentType) = (status, "application/json");
            if (body.Length > 0)
                await context.Response.WriteAsync(body);
        });

    /// <summary>What is said of a request that fails.</summary>
    public static async Task<string> FailureAsync(Func<Task> act) =>
        (await act.Should().ThrowAsync<HarnessException>()).Which.Message;

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    [GeneratedRegex(@"^/v\d+\.\d+")]
    private static partial Regex Version();
}
