namespace ConformanceKit.ReferenceProxy.Benchmarks.Load;

/// <summary>A load could not be carried: the message says what happened, for the footnote of the table.</summary>
internal sealed class LoadFailedException(string message) : Exception(message);
