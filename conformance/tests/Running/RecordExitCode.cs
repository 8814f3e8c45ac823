using ConformanceKit.Mutants;
using ConformanceKit.Reporting;
using ConformanceKit.Running.Engine;

namespace ConformanceKit.Tests.Running;

internal static class RecordExitCode
{
    /// <summary>The exit code of a run with this result.</summary>
    public static int ExitCode(this RunResult record) => ReportExitCode.Of(
        ReportBuilder.Build(record, new Dictionary<string, object>(), MutantCatalogue.Of(typeof(RecordExitCode).Assembly)));
}
