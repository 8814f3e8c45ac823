namespace ConformanceKit.Reporting;

/// <summary>The command that runs one case again and shows its exchange.</summary>
internal static class Reproduce
{
    /// <summary>The command, ready for a POSIX shell.</summary>
    /// <param name="id">The scenario.</param>
    /// <param name="proxyArguments">The arguments that name the proxy, already quoted; empty for the default one.</param>
    public static string Command(string id, string proxyArguments) =>
        $"dotnet run --project scenarios -- explain {id} {proxyArguments}".TrimEnd();

    /// <summary>The command that shows a case to fail on a mutant that is made for it.</summary>
    /// <param name="id">The scenario.</param>
    /// <param name="mutant">The mutant's name.</param>
    public static string OnMutant(string id, string mutant) =>
        $"dotnet run --project scenarios -- run {Mutants.MutantProxy.Prefix}{mutant} --filter {id}";

    /// <summary>An argument as a POSIX shell needs it.</summary>
    public static string Quoted(string argument) =>
        argument.Length > 0 && argument.All(c => char.IsAsciiLetterOrDigit(c) || "-_./:@%=+,[]".Contains(c, StringComparison.Ordinal))
            ? argument
            : $"'{argument.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
