using System.Diagnostics;
using System.Text;
using ConformanceKit.Model;
using ConformanceKit.UnderTest;
using ConformanceKit.Wire;
using Microsoft.Playwright;

namespace ConformanceKit.Browsers;

/// <summary>
/// A page in its own browser context, all of whose connections go through one listener of the proxy under test.
/// </summary>
public sealed class BrowserTab : IAsyncDisposable
{
    // Pages cost processor time, not waiting: more than a few at once only slow down each other and every other scenario.
    private static readonly SemaphoreSlim s_slots = new(2, 2);

    /// <summary>What the browser says if an interface of the machine came or went.</summary>
    internal const string NetworkChanged = "ERR_NETWORK_CHANGED";

    /// <summary>How often it tries again after that.</summary>
    internal const int MostDisturbances = 8;

    private const byte HandshakeRecord = 0x16;
    private const string ProxyCertificate = "ERR_PROXY_CERTIFICATE_INVALID";

    private readonly Listener _listener;
    private readonly ProxyTap _tap;
    private readonly Transcript _transcript;
    private readonly IBrowserContext _context;
    private readonly TimeSpan _limit;
    private readonly long _opened = Stopwatch.GetTimestamp();
    private volatile bool _disturbed;
    private int _disposed;

    private BrowserTab(
        Listener listener, ProxyTap tap, Transcript transcript, IBrowserContext context, IPage page, TimeSpan limit)
    {
        (_listener, _tap, _transcript, _context, _limit) = (listener, tap, transcript, context, limit);
        Page = Watched(page);
    }

    /// <summary>The page, for everything that Playwright can do with it.</summary>
    public IPage Page { get; private set; }

    /// <summary>
    /// Opens a tab. It has the listener's credentials, if there are any: the browser sends them when challenged (407).
    /// </summary>
    /// <param name="listener">The listener to go through.</param>
    /// <param name="transcript">Where the bytes between browser and proxy are recorded.</param>
    /// <param name="waits">Bounds the page loads.</param>
    /// <param name="queueing">Called when it starts, and stops, waiting for the browser to run and other tabs to close.</param>
    /// <param name="opensHttp2">
    /// Whether to record the frames of HTTP/2 inside TLS, and to accept nothing else; see <see cref="Streams"/>.
    /// </param>
    /// <param name="cancel">Cancels that wait.</param>
    /// <returns>The open tab.</returns>
    /// <exception cref="NotApplicableException">This machine has no Chromium.</exception>
    public static async Task<BrowserTab> OpenAsync(
        Listener listener, Transcript transcript, Waits waits, Action<bool>? queueing, bool opensHttp2,
        CancellationToken cancel)
    {
        var asked = Stopwatch.GetTimestamp();
        queueing?.Invoke(true);
        var browser = await Chromium.StartAsync();
        await s_slots.WaitAsync(cancel);
        queueing?.Invoke(false);
        transcript.Uses.AddSince(TimeUse.BrowserQueue, asked);
        var tap = new ProxyTap(listener.EndPoint, transcript, opensHttp2);
        try
        {
            var context = await browser.NewContextAsync(new()
            {
                Proxy = new()
                {
                    Server = $"{(listener.IsTls ? "https" : "http")}://{tap.EndPoint}",
                    Username = listener.User,
                    Password = listener.Password,
                },
            });
            context.SetDefaultTimeout((float)waits.Page.TotalMilliseconds);
            return new(listener, tap, transcript, context, await context.NewPageAsync(), waits.Page);
        }
        catch (Exception e) when (e is PlaywrightException or TimeoutException)
        {
            await tap.DisposeAsync();
            s_slots.Release();
            throw new HarnessException($"Chromium could not open a page: {FirstLine(e)}", e);
        }
    }

    /// <summary>Loads a page that must load.</summary>
    /// <param name="url">Its address.</param>
    /// <returns>The response to the navigation.</returns>
    /// <exception cref="NotApplicableException">The browser does not trust the proxy, which shows a certificate of its
    /// own.</exception>
    /// <exception cref="RequirementBrokenException"><c>page-failed</c>: the browser shows an error instead.</exception>
    public async Task<IResponse> VisitAsync(string url)
    {
        try
        {
            return await UndisturbedAsync(() => Page.GotoAsync(url), onNewPage: true)
                ?? throw new RequirementBrokenException(ReasonIds.PageFailed, $"the browser got no response for {url}");
        }
        catch (PlaywrightException e)
            when (!_listener.IsTrusted && e.Message.Contains(ProxyCertificate, StringComparison.Ordinal))
        {
            throw new NotApplicableException(
                $"the browser does not trust the proxy (net::{ProxyCertificate}), whose certificate is not this run's: only a "
                + "container can be given one, with 'certificate' of the listener in its proxy.json");
        }
        catch (Exception e) when (e is PlaywrightException or TimeoutException)
        {
            throw new RequirementBrokenException(ReasonIds.PageFailed, $"the browser could not load {url}: {FirstLine(e)}");
        }
    }

    /// <summary>Loads a page that must not load.</summary>
    /// <param name="url">Its address.</param>
    /// <returns>The browser's own error, such as <c>net::ERR_TUNNEL_CONNECTION_FAILED</c>.</returns>
    /// <exception cref="RequirementBrokenException">
    /// <c>page-spoofed</c>: the browser shows a page for it. <c>page-failed</c>: it shows neither a page nor an error in time.
    /// </exception>
    public async Task<string> VisitFailingAsync(string url)
    {
        try
        {
            await UndisturbedAsync(() => Page.GotoAsync(url), onNewPage: true);
        }
        catch (PlaywrightException e)
        {
            return FirstLine(e);
        }
        catch (TimeoutException e)
        {
            throw new RequirementBrokenException(ReasonIds.PageFailed, $"the browser shows no error for {url}: {FirstLine(e)}");
        }

        throw new RequirementBrokenException(ReasonIds.PageSpoofed,
            $"the browser rendered a page for {url}, which cannot be reached");
    }

    /// <summary>Runs a script in the page.</summary>
    /// <typeparam name="T">The type of its result.</typeparam>
    /// <param name="script">A function expression; a promise is awaited.</param>
    /// <param name="argument">Its argument.</param>
    /// <returns>Its result.</returns>
    /// <exception cref="RequirementBrokenException"><c>script-failed</c>: it threw, or did not finish in time.</exception>
    public async Task<T> EvaluateAsync<T>(string script, object? argument = null)
    {
        try
        {
            return await UndisturbedAsync(() => Page.EvaluateAsync<T>(script, argument).WaitAsync(_limit), onNewPage: false);
        }
        catch (Exception e) when (e is PlaywrightException or TimeoutException)
        {
            throw new RequirementBrokenException(ReasonIds.ScriptFailed, $"the page's script failed: {e.Message.Split('\n')[0]}");
        }
    }

    /// <summary>The status lines that open the proxy's messages to the browser, from the bytes that arrived.</summary>
    /// <returns>For instance <c>HTTP/1.1 407 Proxy Authentication Required</c>.</returns>
    public IReadOnlyList<string> ReceivedStatusLines() =>
        [.. FirstLines(WireEvent.Received).Where(line => line.StartsWith("HTTP/1.", StringComparison.Ordinal))];

    /// <summary>The request lines that open the browser's messages to the proxy, from the bytes that it sent.</summary>
    /// <returns>For instance <c>CONNECT origin.test:443 HTTP/1.1</c>.</returns>
    public IReadOnlyList<string> RequestLines() =>
        [.. FirstLines(WireEvent.Sent).Where(line => line.EndsWith(" HTTP/1.1", StringComparison.Ordinal))];

    /// <summary>What the browser requested in HTTP/2 so far, if the tab records that, from the frames that it sent.</summary>
    public IReadOnlyList<BrowserExchange> Streams => _tap.Streams;

    /// <summary>Whether every connection that the browser opened to the proxy began with a TLS handshake.</summary>
    public bool SpokeTls() => FirstBytes().Any() && FirstBytes().All(first => first == HandshakeRecord);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        // By the scenario, or in the end by what it runs in.
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
            return;
        try
        {
            await _context.CloseAsync();
            await _tap.DisposeAsync();
        }
        finally
        {
            s_slots.Release();
            _transcript.Uses.AddSince(TimeUse.BrowserTab, _opened);
        }
    }

    // Chromium drops its connections when a network interface of the machine comes or goes, as with every container that starts
    // or ends. That is nobody's fault, so whatever it interrupted is repeated.
    private async Task<T> UndisturbedAsync<T>(Func<Task<T>> action, bool onNewPage)
    {
        for (var again = MostDisturbances; ; again--)
        {
            _disturbed = false;
            try
            {
                var result = await action();
                if (!_disturbed || again == 0)
                    return result;
            }
            catch (PlaywrightException e)
                when (again > 0 && (_disturbed || e.Message.Contains(NetworkChanged, StringComparison.Ordinal)))
            {
                // Repeated below.
            }

            _transcript.Record("harness", WireEvent.Note,
                $"this machine's network changed ({NetworkChanged}), so the browser tries again");

            // The old page still shows its error, or is still loading it.
            if (onNewPage)
                Page = Watched(await _context.NewPageAsync());
        }
    }

    private IPage Watched(IPage page)
    {
        page.RequestFailed += (_, request) => Disturb(request.Failure);
        page.WebSocket += (_, socket) => socket.SocketError += (_, error) => Disturb(error);
        return page;
    }

    private void Disturb(string? error) => _disturbed |= error?.Contains(NetworkChanged, StringComparison.Ordinal) is true;

    private IEnumerable<byte> FirstBytes() => _transcript.Events
        .Where(e => e.Kind == WireEvent.Sent && e.Connection.StartsWith("client", StringComparison.Ordinal))
        .DistinctBy(e => e.Connection)
        .Select(e => e.Bytes.Span[0]);

    private IEnumerable<string> FirstLines(WireEvent kind) => _transcript.Events
        .Where(e => e.Kind == kind && e.Connection.StartsWith("client", StringComparison.Ordinal))
        .Select(e => Encoding.Latin1.GetString(e.Bytes.Span).Split("\r\n")[0]);

    private static string FirstLine(Exception e) => e.Message.Split('\n')[0];
}
