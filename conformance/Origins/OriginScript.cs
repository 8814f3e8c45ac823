using ConformanceKit.Wire;

namespace ConformanceKit.Origins;

/// <summary>What an origin does on each connection. When it returns, the connection is closed in order (FIN).</summary>
/// <param name="connection">The accepted connection.</param>
/// <param name="cancel">Ends the script with its origin.</param>
/// <returns>When the origin is done with the connection.</returns>
public delegate Task OriginScript(WireConnection connection, CancellationToken cancel);
