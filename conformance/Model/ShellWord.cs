namespace ConformanceKit.Model;

/// <summary>Words of a command that can be copied into a POSIX shell.</summary>
internal static class ShellWord
{
    /// <summary>An argument, quoted if the shell would not take it literally.</summary>
    public static string Quoted(string argument) =>
        argument.Length > 0
        && argument.All(c => char.IsAsciiLetterOrDigit(c) || "-_./:@%=+,[]".Contains(c, StringComparison.Ordinal))
            ? argument
            : $"'{argument.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
