namespace ConformanceKit.Model;

/// <summary>The exit codes of the program.</summary>
internal static class ExitCodes
{
    /// <summary>Conformant, or exactly as the baseline says.</summary>
    public const int Conformant = 0;

    /// <summary>
    /// A requirement is broken, a verdict drifted from the baseline, or a repeated case did not end the same way each time.
    /// </summary>
    public const int Broken = 1;

    /// <summary>Wrong usage.</summary>
    public const int Usage = 2;

    /// <summary>The harness failed, or a proxy never started.</summary>
    public const int HarnessError = 3;

    /// <summary>No scenario was selected.</summary>
    public const int NothingSelected = 4;

    /// <summary>Stopped by Ctrl-C or SIGTERM.</summary>
    public const int Interrupted = 130;
}
