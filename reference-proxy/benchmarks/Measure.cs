namespace ConformanceKit.ReferenceProxy.Benchmarks;

/// <summary>A quantity that is measured.</summary>
/// <param name="Id">Its name in the JSON.</param>
/// <param name="Title">Its heading in the table.</param>
/// <param name="Unit">The unit of its values.</param>
/// <param name="MoreIsBetter">Whether a greater value is better.</param>
internal sealed record Measure(string Id, string Title, string Unit, bool MoreIsBetter)
{
    /// <summary>The unit and the direction, in words.</summary>
    public string Words => $"{(Unit.Length > 0 ? $"{Unit}, " : "")}{(MoreIsBetter ? "more" : "less")} is better";
}

/// <summary>One measured value.</summary>
internal readonly record struct Figure(Measure Measure, double Value);
