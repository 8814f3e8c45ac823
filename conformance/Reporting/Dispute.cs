namespace ConformanceKit.Reporting;

/// <summary>How to dispute the verdict of a case: what to send, and where.</summary>
/// <param name="Id">The row or case.</param>
/// <param name="Clause">Its clause.</param>
/// <param name="Command">The command whose output to send.</param>
internal sealed record Dispute(string Id, string Clause, string Command)
{
    /// <summary>Where to open the issue, in words.</summary>
    public const string Where = "in this project's issue tracker, using the 'Wrong verdict' form";

    private const string Practice = "practice"; // how the clause of a row without one begins

    /// <summary>What to send, item by item.</summary>
    public IReadOnlyList<string> ToSend =>
    [
        $"the row's id, {Id}",
        Clause.StartsWith(Practice, StringComparison.Ordinal)
            ? "the programs or documents that show another practice"
            : $"the sentence of {Clause} that you read differently, and how",
        "the exchange with the bytes of both sides, as this command prints it",
    ];

    /// <summary>For a case on a proxy.</summary>
    public static Dispute Of(ScenarioReport scenario) => new(scenario.Id, scenario.Clause, scenario.Reproduce);
}
