using ConformanceKit.Wire;

namespace ConformanceKit.Origins;

/// <summary>What an origin does on each connection. When it returns, the connection is closed gracefully (FIN).</summary>
/// <param name="connection">The accepted connection.</param>
/// <param name="cancel">Cancelled when the origin is disposed; the script must then end.</param>
/// <returns>Completes when the origin is done with the connection.</returns>
public delegate Task OriginScript(WireConnection connection, CancellationToken cancel);
