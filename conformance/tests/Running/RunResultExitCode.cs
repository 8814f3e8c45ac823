using ConformanceKit.Mutants;
using ConformanceKit.Reporting;
using ConformanceKit.Running.Engine;

namespace ConformanceKit.Tests.Running;

internal static class RunResultExitCode
{
    /// <summary>The exit code of a run with this result.</summary>
    public static int ExitCode(this RunResult result) => ReportExitCode.Of(
        ReportBuilder.Build(result, new Dictionary<string, object>(), MutantCatalogue.Of(typeof(RunResultExitCode).Assembly)));
}
