using System.Text;
using ConformanceKit.Clients;
using ConformanceKit.Model;
using ConformanceKit.UnderTest;
using Microsoft.Playwright;

namespace ConformanceKit.Browsers;

/// <summary>
/// Chromium as a client to grade: each task has a context of its own, and returns the page that the browser shows. What the
/// browser does in the background is switched off.
/// </summary>
/// <remarks>
/// It trusts the key of the run's certificates, whatever name is in them (see <see cref="Chromium"/>), so it cannot be graded for
/// checking names.
/// </remarks>
public sealed class BrowserClient() : InProcessClient(version: "")
{
    // Pages cost processor time, not waiting.
    private static readonly SemaphoreSlim s_slots = new(2, 2);

    /// <inheritdoc/>
    public override string Name => ClientCatalogue.Chromium;

    /// <inheritdoc/>
    public override IReadOnlySet<string> Features { get; } = ClientFeatures.Of(
        ClientFeatures.Http, ClientFeatures.Https, ClientFeatures.WebSocket, ClientFeatures.Credentials, ClientFeatures.TlsProxy,
        ClientFeatures.Redirects, ClientFeatures.IPv6, ClientFeatures.Idn, ClientFeatures.NoProxy, ClientFeatures.Http2Proxy);

    /// <summary>It keeps its time limit, but a page costs it time of its own, and so does each time that it is repeated.</summary>
    public override TimeSpan Grace => TimeSpan.FromSeconds(25);

    /// <inheritdoc/>
    public override async Task<RunningSubject> StartAsync(CancellationToken cancel)
    {
        try
        {
            var browser = await Chromium.StartAsync();
            return await base.StartAsync(cancel) with { Version = browser.Version };
        }
        catch (NotApplicableException missing)
        {
            throw new HarnessException($"Chromium cannot be graded: {missing.Message}.", missing);
        }
    }

    /// <inheritdoc/>
    public override async Task<IDisposable?> TurnAsync(CancellationToken cancel)
    {
        await s_slots.WaitAsync(cancel);
        return new Slot();
    }

    /// <inheritdoc/>
    public override async Task<ClientAnswer> FetchAsync(ClientTask task, CancellationToken cancel)
    {
        // What a change of the machine's network interrupted is nobody's fault, and is repeated.
        var answer = await OnceAsync(task, cancel);
        for (var again = BrowserTab.MostDisturbances; again > 0 && IsDisturbed(answer); again--)
            answer = await OnceAsync(task, cancel);
        return answer;
    }

    private static bool IsDisturbed(ClientAnswer answer) =>
        answer.Error.Contains(BrowserTab.NetworkChanged, StringComparison.Ordinal);

    private static async Task<ClientAnswer> OnceAsync(ClientTask task, CancellationToken cancel)
    {
        var browser = await Chromium.StartAsync();
        await using var context = await browser.NewContextAsync(new()
        {
            Proxy = new()
            {
                Server = task.Proxy,
                Username = task.User,
                Password = task.Password,
                Bypass = task.NoProxy.Length > 0 ? task.NoProxy : null,
            },
        }).WaitAsync(cancel);
        var page = await context.NewPageAsync().WaitAsync(cancel);
        try
        {
            var isWebSocket = task.Url.StartsWith("wss:", StringComparison.Ordinal);
            return await (isWebSocket ? ListenAsync(page, task) : VisitAsync(page, task)).WaitAsync(cancel);
        }
        catch (Exception error) when (error is PlaywrightException or TimeoutException)
        {
            return ClientAnswer.Failed(error.Message.Split('\n')[0]);
        }
    }

    // The first message of a WebSocket. Scripts are told no more of an error than that there was one; Playwright is.
    private static async Task<ClientAnswer> ListenAsync(IPage page, ClientTask task)
    {
        var failure = "the WebSocket failed";
        page.WebSocket += (_, socket) => socket.SocketError += (_, error) => failure = error;
        var message = await page.EvaluateAsync<string?>(
            """
            ([url, patience]) => new Promise(done => {
              const socket = new WebSocket(url);
              socket.onmessage = event => done(event.data);
              socket.onerror = () => done(null);
              setTimeout(() => done(null), patience);
            })
            """,
            new object[] { task.Url, task.Patience.TotalMilliseconds });
        return message is null ? ClientAnswer.Failed(failure) : new(true, Encoding.UTF8.GetBytes(message), "");
    }

    private static async Task<ClientAnswer> VisitAsync(IPage page, ClientTask task)
    {
        var response = await page.GotoAsync(task.Url, new() { Timeout = (float)task.Patience.TotalMilliseconds });
        if (response is null)
            return ClientAnswer.Failed("no response");
        var fields = await response.HeadersArrayAsync();
        return ClientAnswer.Of(
            response.Status, await response.BodyAsync(), [.. fields.Select(field => $"{field.Name}: {field.Value}")]);
    }

    private sealed class Slot : IDisposable
    {
        public void Dispose() => s_slots.Release();
    }
}
