namespace ConformanceKit.ReferenceProxy.Benchmarks.Peers;

/// <summary>What the processes of a peer have used so far.</summary>
/// <param name="Cpu">User and system time of all of them.</param>
/// <param name="Pss">Their proportional set size in bytes: memory, with shared pages counted once.</param>
/// <param name="Rss">Their resident set size in bytes.</param>
/// <param name="Descriptors">Their open descriptors.</param>
internal readonly record struct ProcessUse(TimeSpan Cpu, long Pss, long Rss, int Descriptors);
