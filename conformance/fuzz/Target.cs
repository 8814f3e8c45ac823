namespace ConformanceKit.Fuzz;

/// <summary>A parser, and what has to hold of it whatever bytes it gets.</summary>
/// <param name="Name">Its name on the command line, and the name of the folder with its corpus.</param>
/// <param name="Reads">What it reads.</param>
/// <param name="Try">
/// Gives it the bytes. Throws a <see cref="FindingException"/> if something does not hold, and lets through whatever the parser
/// throws that it does not document.
/// </param>
internal sealed record Target(string Name, string Reads, Action<byte[]> Try);
