using ConformanceKit.ScriptedProxies;

namespace ConformanceKit.SamplePack;

/// <summary>Two scripted proxies, for a client that is tried by hand.</summary>
public static class Proxies
{
    /// <summary>One that does what it should.</summary>
    public static Behaviour Obeys { get; } = new("obeys", "does what it should", async connection =>
    {
        if (await connection.RequestAsync() is { } request)
            await connection.ObeyAsync(request);
    });

    /// <summary>Those that do not.</summary>
    public static IReadOnlyList<Behaviour> Others { get; } =
    [
        new("wants-a-password", "asks for credentials", async connection =>
        {
            while (await connection.RequestAsync() is not null)
                await connection.SendAsync("HTTP/1.1 407 Who?\r\nContent-Length: 0\r\n\r\n");
        })
        {
            AsksForCredentials = true,
        },
        new("is-broken", "fails itself", _ => throw new InvalidOperationException("this proxy is broken")),
    ];
}
