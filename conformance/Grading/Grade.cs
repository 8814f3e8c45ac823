using System.Globalization;
using ConformanceKit.Model;

namespace ConformanceKit.Grading;

/// <summary>The only way in which the kit's assertions fail: with a reason id and the facts.</summary>
internal static class Grade
{
    /// <summary>Fails unless the condition holds.</summary>
    /// <param name="holds">The condition.</param>
    /// <param name="reasonId">One of <see cref="ReasonIds"/>.</param>
    /// <param name="facts">What was expected and what was found, written only if it is needed.</param>
    /// <param name="because">Why it is expected, as everywhere in FluentAssertions.</param>
    /// <param name="becauseArgs">Arguments of <paramref name="because"/>.</param>
    /// <param name="marks">What in the evidence shows that it does not hold.</param>
    /// <exception cref="RequirementBrokenException">The condition does not hold.</exception>
    public static void That(
        bool holds, string reasonId, Func<string> facts, string because, object[] becauseArgs, Func<IEnumerable<Mark>> marks)
    {
        if (!holds)
            throw new RequirementBrokenException(reasonId, facts() + Because(because, becauseArgs)) { Marks = [.. marks()] };
    }

    private static string Because(string because, object[] args)
    {
        if (because.Length == 0)
            return "";
        var text = args.Length == 0 ? because : string.Format(CultureInfo.InvariantCulture, because, args);
        return text.StartsWith("because", StringComparison.Ordinal) ? $"; expected {text}" : $"; expected because {text}";
    }
}
