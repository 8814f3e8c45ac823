using ConformanceKit.Model;
using ConformanceKit.Origins;
using Microsoft.Playwright;

namespace ConformanceKit.Browsers;

/// <summary>
/// The one headless Chromium of this process, started on first use; every scenario gets its own context in it.
/// </summary>
public static class Chromium
{
    private static readonly SemaphoreSlim s_gate = new(1, 1);
    private static IPlaywright? s_driver;
    private static IBrowser? s_browser;

    /// <summary>
    /// Starts the browser, or returns the running one. It trusts a certificate only if its key is the origins' own
    /// (<see cref="Certificates.SpkiSha256"/>), so an intercepting proxy cannot pass for the origin.
    /// </summary>
    /// <returns>The browser.</returns>
    /// <exception cref="NotApplicableException">This machine has no Chromium; the message says how to get one.</exception>
    /// <exception cref="HarnessException">There is one, but it does not start.</exception>
    public static async Task<IBrowser> StartAsync()
    {
        await s_gate.WaitAsync();
        try
        {
            if (s_browser is { IsConnected: true })
                return s_browser;
            s_driver ??= await Playwright.CreateAsync();
            var executable = ChromiumLocator.Find(s_driver) ?? throw new NotApplicableException(
                $"no Chromium found: install the package chromium, or set {ChromiumLocator.Variable} to the path of one");
            return s_browser = await s_driver.Chromium.LaunchAsync(new() { ExecutablePath = executable, Args = Arguments() });
        }
        catch (PlaywrightException e) when (e.Message.StartsWith("Driver not found", StringComparison.Ordinal))
        {
            throw new NotApplicableException(
                "this program has no driver for a browser on this system: the package has Playwright's for Linux only, the "
                + "smaller image has none, and a build from the sources has the machine's own");
        }
        catch (PlaywrightException e)
        {
            throw new HarnessException($"Chromium does not start: {e.Message.Split('\n')[0]}", e);
        }
        finally
        {
            s_gate.Release();
        }
    }

    /// <summary>Stops the browser and its driver, if they are running.</summary>
    /// <returns>Completes when both have stopped.</returns>
    public static async Task StopAsync()
    {
        await s_gate.WaitAsync();
        try
        {
            if (s_browser is not null)
                await s_browser.CloseAsync();
            s_driver?.Dispose();
            (s_browser, s_driver) = (null, null);
        }
        finally
        {
            s_gate.Release();
        }
    }

    private static string[] Arguments() =>
    [
        $"--ignore-certificate-errors-spki-list={Certificates.SpkiSha256}",

        // Only what a scenario requests may go through the proxy or leave the machine.
        "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-quic",
        "--disable-default-apps", "--no-first-run", "--disable-gpu",
        "--disable-features=HttpsUpgrades,HttpsFirstBalancedMode,OptimizationHints,MediaRouter,DialMediaRouteProvider",
    ];
}
