using ConformanceKit.Model;
using NUnit.Framework;

namespace ConformanceKit.Grading;

/// <summary>Decides what the end of a scenario's body means.</summary>
internal static class VerdictRules
{
    /// <summary>A verdict with its reason.</summary>
    public readonly record struct Ruling(Verdict Verdict, string ReasonId, string Reason, string Detail = "")
    {
        /// <summary>What in the evidence breaks the requirement; empty if that is not known.</summary>
        public IReadOnlyList<Mark> Marks { get; init; } = [];
    }

    /// <summary>Grades one finished body.</summary>
    /// <param name="level">How strongly the requirement binds in this run.</param>
    /// <param name="thrown">What ended the body, or null if it ran to its end.</param>
    /// <param name="findings">What the body reported on the way.</param>
    public static Ruling Judge(Level level, Exception? thrown, Findings findings) => thrown switch
    {
        null when level == Level.Info => Recorded(findings),
        null when findings.Warnings.Count > 0 => Warned(findings),
        null => new(Verdict.Pass, "", string.Join("; ", findings.Notes)),
        RequirementBrokenException { FailsAtAnyLevel: true } broken when level != Level.Info =>
            new(Verdict.Fail, broken.ReasonId, broken.Message) { Marks = broken.Marks },
        RequirementBrokenException broken =>
            Broken(level, broken.ReasonId, broken.Message, findings) with { Marks = broken.Marks },
        AssertionException or MultipleAssertException =>
            Broken(level, ReasonIds.Assertion, thrown.Message.Trim(' ', '\r', '\n'), findings),
        NotApplicableException => new(Verdict.NotApplicable, "not-applicable", thrown.Message),
        HarnessException => new(Verdict.HarnessError, "harness", thrown.Message, thrown.ToString()),
        _ => new(Verdict.HarnessError, "harness", $"{thrown.GetType().Name}: {thrown.Message}", thrown.ToString()),
    };

    /// <summary>The verdict when a requirement of this level is broken.</summary>
    public static Verdict WhenBroken(Level level) => level switch
    {
        _ when level.IsRequired() => Verdict.Fail,
        Level.Info => Verdict.Info,
        _ => Verdict.Warning,
    };

    private static Ruling Recorded(Findings findings) => new(Verdict.Info, "recorded", Recollection(findings));

    // If nothing is graded, what ended the body is one more observation.
    private static Ruling Broken(Level level, string reasonId, string text, Findings findings) => new(
        WhenBroken(level), reasonId,
        level == Level.Info && Recollection(findings) is { Length: > 0 } before ? $"{before}; {text}" : text);

    private static string Recollection(Findings findings) =>
        string.Join("; ", findings.Warnings.Select(warning => warning.Message).Concat(findings.Notes));

    private static Ruling Warned(Findings findings) => new(
        Verdict.Warning,
        findings.Warnings[0].ReasonId,
        string.Join("; ", findings.Warnings.Select(warning => warning.Message)))
    {
        Marks = [.. findings.Warnings.SelectMany(warning => warning.Marks)],
    };
}
