using ConformanceKit.Model;

namespace ConformanceKit.UnderTest;

/// <summary>Reports a wrong field of a file in one line.</summary>
/// <param name="path">The file.</param>
internal readonly struct FieldCheck(string path)
{
    /// <summary>Throws unless a condition holds.</summary>
    /// <param name="holds">The condition.</param>
    /// <param name="field">The field.</param>
    /// <param name="problem">What is wrong with it and what to do, as the rest of a sentence that begins with the field.</param>
    /// <exception cref="UsageException">It does not hold.</exception>
    public void That(bool holds, string field, string problem)
    {
        if (!holds)
            throw new UsageException($"{path}: {field} {problem}.");
    }

    /// <summary>A value of the file as a message shows it.</summary>
    /// <param name="value">The value.</param>
    /// <param name="absent">What to say where there is none.</param>
    public static string Quote(string? value, string absent = "null") => value is null ? absent : $"\"{value}\"";
}
