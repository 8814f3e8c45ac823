using System.Reflection;
using System.Text.Json;
using ConformanceKit.Model;
using ConformanceKit.UnderTest;

namespace ConformanceKit.Running.Cases;

/// <summary>
/// What a suite teaches on one page: the file <c>teaching.json</c> inside its assembly, or that about clients. A suite need not
/// have them.
/// </summary>
/// <param name="Introduction">The idea, one text per paragraph; clauses in it become links.</param>
/// <param name="Lessons">The exchanges to look at, in their order.</param>
/// <param name="Closing">What they do not show, and where to read on, one text per paragraph.</param>
internal sealed record TeachingPlan(
    IReadOnlyList<string> Introduction, IReadOnlyList<PlannedLesson> Lessons, IReadOnlyList<string> Closing)
{
    /// <summary>The name under which the assembly embeds the file.</summary>
    public const string FileName = "teaching.json";

    /// <summary>The same of the page about clients.</summary>
    public const string ClientFileName = "teaching-clients.json";

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
    };

    /// <summary>The plan of a suite for a page, or null where it has none.</summary>
    /// <param name="suite">The suite.</param>
    /// <param name="file"><see cref="FileName"/> or <see cref="ClientFileName"/>.</param>
    /// <exception cref="HarnessException">It is not valid.</exception>
    public static TeachingPlan? Of(Assembly suite, string file = FileName)
    {
        using var json = suite.GetManifestResourceStream(file);
        return json is null
            ? null
            : Read(json, $"{file} of {suite.GetName().Name}", id => ScenarioCatalogue.Of(suite).Find(id) is not null);
    }

    /// <summary>Reads a plan.</summary>
    /// <param name="json">The file.</param>
    /// <param name="where">What to call it.</param>
    /// <param name="isScenario">Whether there is a scenario with that id.</param>
    /// <exception cref="HarnessException">It is not valid.</exception>
    public static TeachingPlan Read(Stream json, string where, Predicate<string> isScenario)
    {
        try
        {
            var plan = JsonSerializer.Deserialize<TeachingPlan>(json, s_json) ?? throw new HarnessException($"{where} is empty.");
            if (plan.Lessons.FirstOrDefault(lesson => !isScenario(lesson.Case)) is { } unknown)
                throw new HarnessException($"{where} names '{unknown.Case}', which is not a scenario.");
            var tables = plan.Lessons.Select(lesson => lesson.Comparison).OfType<Comparison>();
            var uneven = tables.FirstOrDefault(table => table.Rows.Any(row => row.Count != table.Columns.Count + 1));
            return uneven is null ? plan : throw new HarnessException(
                $"{where}: every row of '{uneven.Title}' has to have {uneven.Columns.Count + 1} cells.");
        }
        catch (JsonException fault)
        {
            throw new HarnessException($"{where} cannot be read: {fault.Message}", fault);
        }
    }
}

/// <summary>One exchange to look at.</summary>
/// <param name="Title">What it shows.</param>
/// <param name="Text">What to look for, for a reader who sees it for the first time.</param>
/// <param name="Case">The scenario whose exchange it is.</param>
/// <param name="Proxy">
/// The proxy: the reference, or a mutant of it. Of a case about clients, the client: the one that does what the RFCs say, or a
/// mutant of that.
/// </param>
/// <param name="Exercises">What to try next.</param>
/// <param name="Comparison">A table below the exchange, or null.</param>
internal sealed record PlannedLesson(
    string Title, string Text, string Case, IReadOnlyList<Exercise> Exercises, string Proxy = ProxyCatalogue.Embedded,
    Comparison? Comparison = null);

/// <summary>A table that compares several things.</summary>
/// <param name="Title">What it compares.</param>
/// <param name="Columns">The things, one for each column after the first.</param>
/// <param name="Rows">In each row the question, and the answer for each column; clauses become links.</param>
internal sealed record Comparison(string Title, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows);

/// <summary>Something to try.</summary>
/// <param name="Task">What to do and to look for.</param>
/// <param name="Command">The command, without the program's name.</param>
internal sealed record Exercise(string Task, string Command);
