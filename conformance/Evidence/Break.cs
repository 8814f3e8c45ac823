namespace ConformanceKit.Evidence;

/// <summary>Where in the evidence of a case a requirement is broken.</summary>
/// <param name="Event">Which event, counted from 0.</param>
/// <param name="Offset">Where in the event's bytes it begins.</param>
/// <param name="Length">How many bytes it is; 0 if it is the event as a whole.</param>
internal sealed record Break(int Event, long Offset, long Length);
