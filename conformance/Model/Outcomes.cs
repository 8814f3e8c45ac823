namespace ConformanceKit.Model;

/// <summary>
/// The proxy did something on the wire that breaks what the scenario needed: graded by the requirement's level.
/// </summary>
/// <param name="reasonId">Stable short name for why, such as <c>reply-timeout</c>.</param>
/// <param name="message">The same for people.</param>
public class RequirementBrokenException(string reasonId, string message) : Exception(message)
{
    /// <summary>Stable short name for why.</summary>
    public string ReasonId { get; } = reasonId;

    /// <summary>
    /// Whether it fails although the requirement's level would only warn: a success was claimed that there was not.
    /// </summary>
    public bool FailsAtAnyLevel { get; init; }
}

/// <summary>The scenario cannot be judged on this proxy or this machine; the message says why.</summary>
/// <param name="reason">Why, as a sentence a vendor understands.</param>
public sealed class NotApplicableException(string reason) : Exception(reason);

/// <summary>The harness itself could not do its part; never counted against the proxy.</summary>
/// <param name="message">What went wrong and what to do about it.</param>
/// <param name="cause">The underlying failure, if there is one.</param>
public sealed class HarnessException(string message, Exception? cause = null) : Exception(message, cause);

/// <summary>What the person who runs the kit gave is wrong: one clear line, exit code 2.</summary>
/// <param name="message">What is wrong, where, and what to do.</param>
public sealed class UsageException(string message) : Exception(message);
