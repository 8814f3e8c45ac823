namespace ConformanceKit.Model;

/// <summary>The outcome of one scenario against one proxy.</summary>
public enum Verdict
{
    /// <summary>The requirement holds.</summary>
    Pass,

    /// <summary>A binding requirement is broken.</summary>
    Fail,

    /// <summary>A recommendation or the practice of the field is broken.</summary>
    Warning,

    /// <summary>The proxy does not offer the feature, or this machine cannot show it; the reason says which.</summary>
    NotApplicable,

    /// <summary>A scenario that this one depends on failed.</summary>
    Blocked,

    /// <summary>The harness failed, or the proxy never started; never counted against the proxy.</summary>
    HarnessError,

    /// <summary>Behaviour recorded, not graded.</summary>
    Info,
}
