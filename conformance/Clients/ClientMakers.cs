namespace ConformanceKit.Clients;

/// <summary>Makes the clients that need more than this room has.</summary>
/// <param name="Mutant">The one with a mutant's name, or throws a <see cref="Model.UsageException"/>.</param>
/// <param name="Browser">Chromium.</param>
/// <param name="Container">One that runs in a container.</param>
internal sealed record ClientMakers(
    Func<string, ClientUnderTest> Mutant, Func<ClientUnderTest> Browser, Func<ClientDefinition, ClientUnderTest> Container);
