using ConformanceKit.Model;
using ConformanceKit.Running.Authoring;

namespace ConformanceKit.SamplePack;

/// <summary>A scenario that ends the proxy's program, and one that follows it.</summary>
public sealed class Ends(string proxy) : Scenario(proxy)
{
    [Requirement("ends/it")]
    public async Task The_program_ends()
    {
        await using var client = await Proxy.DialAsync();
        await client.SendAsync("end", Cancel);
        await client.ReadToEndAsync(cancel: Cancel);
    }

    [Requirement("ends/then")]
    public async Task Another_one_reaches_the_next_one()
    {
        await using var client = await Proxy.DialAsync();
    }
}
