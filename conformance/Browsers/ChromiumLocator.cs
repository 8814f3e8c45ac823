using Microsoft.Playwright;

namespace ConformanceKit.Browsers;

/// <summary>Finds the Chromium to drive.</summary>
public static class ChromiumLocator
{
    /// <summary>Environment variable that names the executable; it takes precedence over every other place.</summary>
    public const string Variable = "CONFORMANCEKIT_CHROMIUM";

    // Chromium without windows: the network code is the same, and a page costs half the processor time.
    private const string HeadlessShell = "/usr/bin/chromium-headless-shell";

    private static readonly string[] s_installed =
        ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/usr/bin/google-chrome-stable"];

    /// <summary>
    /// The executable: the one that the variable names, Debian's headless shell, Playwright's own, or an installed one.
    /// </summary>
    /// <param name="playwright">Knows where its own browser would be.</param>
    /// <returns>A path, or null if there is no browser.</returns>
    /// <exception cref="Model.UsageException">The variable names a file that does not exist.</exception>
    public static string? Find(IPlaywright playwright) =>
        Named() ?? new[] { HeadlessShell, playwright.Chromium.ExecutablePath }.Concat(s_installed).FirstOrDefault(File.Exists);

    /// <summary>The same without Playwright's own, for which Playwright would have to be started.</summary>
    /// <returns>A path, or null if there is no such browser.</returns>
    /// <exception cref="Model.UsageException">The variable names a file that does not exist.</exception>
    public static string? FindInstalled() => Named() ?? s_installed.Prepend(HeadlessShell).FirstOrDefault(File.Exists);

    private static string? Named()
    {
        var named = Environment.GetEnvironmentVariable(Variable);
        return string.IsNullOrEmpty(named) ? null
            : File.Exists(named) ? named
            : throw new Model.UsageException($"{Variable} names {named}, which does not exist: correct it or unset it.");
    }
}
