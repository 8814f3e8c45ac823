namespace ConformanceKit.Reporting.Html;

/// <summary>A command to copy into a shell.</summary>
internal static class ShellCommand
{
    /// <summary>The command, without a password; where scripts run, it gets a button that copies it.</summary>
    public static Html Of(string command) => Html.Of(
        $"<div class=\"command\"><pre><code>{Passwords.Masked(command)}</code></pre></div>");
}
