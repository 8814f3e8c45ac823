namespace ConformanceKit.ReferenceProxy.Benchmarks.Load;

/// <summary>Thrown if a load could not be carried; the message says why, for the footnote of the table.</summary>
internal sealed class LoadFailedException(string message) : Exception(message);
