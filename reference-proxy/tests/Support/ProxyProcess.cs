using System.Diagnostics;

namespace ConformanceKit.ReferenceProxy.Tests.Support;

/// <summary>The proxy as a separate, quiet process: only there does it wait for sockets the way the executable does.</summary>
internal sealed class ProxyProcess : IDisposable
{
    private readonly Process _process;

    private ProxyProcess(Process process, IPEndPoint endPoint) => (_process, EndPoint) = (process, endPoint);

    public IPEndPoint EndPoint { get; }

    public static Task<ProxyProcess> StartAsync(params string[] options) => StartAsync(options, []);

    /// <summary>Starts one that ends, for want of memory, if its heap would have to be larger than that.</summary>
    public static Task<ProxyProcess> StartSmallAsync(int heap, params string[] options) =>
        StartAsync(options, new() { ["DOTNET_GCHeapHardLimit"] = $"{heap:x}" });

    private static async Task<ProxyProcess> StartAsync(string[] options, Dictionary<string, string> environment)
    {
        var program = typeof(ProxyServer).Assembly.Location;
        var start = new ProcessStartInfo("dotnet", [program, "--listen", "127.0.0.1:0", "--quiet", .. options])
        {
            RedirectStandardOutput = true,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        var process = Process.Start(start)!;
        var ready = await process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(30));
        return new ProxyProcess(process, IPEndPoint.Parse(ready!.Split(' ')[^1]));
    }

    /// <summary>Ends it; returns what it has printed, which is its own failures and nothing else.</summary>
    public async Task<string> EndAsync()
    {
        _process.Kill();
        return await _process.StandardOutput.ReadToEndAsync();
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }
}
