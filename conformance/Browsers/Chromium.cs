using ConformanceKit.Model;
using ConformanceKit.Origins;
using Microsoft.Playwright;

namespace ConformanceKit.Browsers;

/// <summary>The one headless Chromium of this process, started on first use; every scenario gets a context of its own in it.</summary>
public static class Chromium
{
    private static readonly SemaphoreSlim Gate = new(1, 1);
    private static IPlaywright? driver;
    private static IBrowser? browser;

    /// <summary>
    /// Starts the browser, or returns the running one. It trusts a certificate only where its key is the origins' own
    /// (<see cref="Certificates.SpkiSha256"/>), so an intercepting proxy can't pass for the origin.
    /// </summary>
    /// <returns>The browser.</returns>
    /// <exception cref="NotApplicableException">This machine has no Chromium; the message says how to get one.</exception>
    /// <exception cref="HarnessException">There is one and it does not start.</exception>
    public static async Task<IBrowser> StartAsync()
    {
        await Gate.WaitAsync();
        try
        {
            if (browser is { IsConnected: true }) return browser;
            driver ??= await Playwright.CreateAsync();
            var executable = ChromiumLocator.Find(driver) ?? throw new NotApplicableException(
                $"no Chromium found: install the package chromium, or name one in {ChromiumLocator.Variable}");
            return browser = await driver.Chromium.LaunchAsync(new() { ExecutablePath = executable, Args = Arguments() });
        }
        catch (PlaywrightException e)
        {
            throw new HarnessException($"Chromium does not start: {e.Message.Split('\n')[0]}", e);
        }
        finally
        {
            Gate.Release();
        }
    }

    /// <summary>Ends the browser and its driver, if they run.</summary>
    /// <returns>A task that ends when both have ended.</returns>
    public static async Task StopAsync()
    {
        await Gate.WaitAsync();
        try
        {
            if (browser is not null) await browser.CloseAsync();
            driver?.Dispose();
            (browser, driver) = (null, null);
        }
        finally
        {
            Gate.Release();
        }
    }

    private static string[] Arguments() =>
    [
        $"--ignore-certificate-errors-spki-list={Certificates.SpkiSha256}",

        // Nothing but what a scenario asks for may go through the proxy or out of the machine.
        "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-quic",
        "--disable-default-apps", "--no-first-run", "--disable-gpu",
        "--disable-features=HttpsUpgrades,HttpsFirstBalancedMode,OptimizationHints,MediaRouter,DialMediaRouteProvider",
    ];
}
