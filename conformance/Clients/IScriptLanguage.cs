namespace ConformanceKit.Clients;

/// <summary>How tasks are written to a program that does many of them at once, and how their results are read.</summary>
internal interface IScriptLanguage
{
    /// <summary>What the program is told first, before any task; or empty.</summary>
    string Preamble { get; }

    /// <summary>The line that gives it a task.</summary>
    /// <param name="id">What the result is told by.</param>
    /// <param name="task">The task.</param>
    string Task(string id, ClientTask task);

    /// <summary>The line that ends a task, or null if that can only be done by ending the program.</summary>
    /// <param name="id">The task's.</param>
    string? End(string id);

    /// <summary>Reads a result; null if the line is none.</summary>
    /// <param name="line">The line, without its end.</param>
    ScriptResult? Result(byte[] line);
}

/// <summary>The result of a task.</summary>
/// <param name="Id">The task's.</param>
/// <param name="Answer">What the client told its caller; it may also be the failure of the harness.</param>
internal sealed record ScriptResult(string Id, Func<ClientAnswer> Answer);
