namespace ConformanceKit.Model;

/// <summary>
/// What the proxy did on the wire broke what the scenario needs. The requirement's level decides the verdict.
/// </summary>
/// <param name="reasonId">The stable short name of the reason, such as <c>reply-timeout</c>.</param>
/// <param name="message">The reason as a sentence.</param>
public class RequirementBrokenException(string reasonId, string message) : Exception(message)
{
    /// <summary>The stable short name of the reason.</summary>
    public string ReasonId { get; } = reasonId;

    /// <summary>
    /// Whether it fails even though the requirement's level would only warn: the proxy claimed a success that did not happen.
    /// </summary>
    public bool FailsAtAnyLevel { get; init; }

    /// <summary>What in the evidence breaks it; empty if that is not known.</summary>
    public IReadOnlyList<Mark> Marks { get; init; } = [];
}

/// <summary>The scenario cannot be judged on this proxy or this machine; the message says why.</summary>
/// <param name="reason">Why, in a sentence that a vendor understands.</param>
public sealed class NotApplicableException(string reason) : Exception(reason);

/// <summary>The harness itself failed; never counted against the proxy.</summary>
/// <param name="message">What went wrong and what to do about it.</param>
/// <param name="cause">The underlying failure, if there is one.</param>
public sealed class HarnessException(string message, Exception? cause = null) : Exception(message, cause);

/// <summary>The user's input is wrong: reported in one clear line, with exit code 2.</summary>
/// <param name="message">What is wrong, where, and what to do.</param>
public sealed class UsageException(string message) : Exception(message);

/// <summary>A filter that leaves nothing to run.</summary>
/// <param name="message">Which, and what to do, in a line.</param>
internal sealed class NothingSelectedException(string message) : Exception(message);
