using System.Reflection;

namespace ConformanceKit.Mutants;

/// <summary>The kill matrix, for a test of a suite: what the command <c>mutants</c> runs.</summary>
public static class KillMatrix
{
    /// <summary>Runs a suite against all its mutants, and against the unmodified reference, which must pass everything.</summary>
    /// <param name="suite">The assembly with the scenarios and the mutants.</param>
    /// <param name="cancel">Ends the run.</param>
    /// <returns>What is not as declared, as lines of text; nothing if the matrix holds.</returns>
    public static async Task<IReadOnlyList<string>> ProblemsAsync(Assembly suite, CancellationToken cancel = default)
    {
        var catalogue = MutantCatalogue.Of(suite);
        using var matrix = new MutantMatrix(catalogue);
        return [.. new MatrixReport(await matrix.RunAsync([.. catalogue.Mutants], cancel), matrix.ToKill).Problems];
    }
}
