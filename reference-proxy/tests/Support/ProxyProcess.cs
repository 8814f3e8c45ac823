using System.Diagnostics;

namespace ConformanceKit.ReferenceProxy.Tests.Support;

/// <summary>The proxy as a separate, quiet process: only there does it wait for sockets the way the executable does.</summary>
internal sealed class ProxyProcess : IDisposable
{
    private readonly Process _process;

    private ProxyProcess(Process process, IPEndPoint endPoint) => (_process, EndPoint) = (process, endPoint);

    public IPEndPoint EndPoint { get; }

    public static async Task<ProxyProcess> StartAsync(params string[] options)
    {
        var program = typeof(ProxyServer).Assembly.Location;
        var process = Process.Start(new ProcessStartInfo("dotnet", [program, "--listen", "127.0.0.1:0", "--quiet", .. options])
        {
            RedirectStandardOutput = true,
        })!;
        var ready = await process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(30));
        return new ProxyProcess(process, IPEndPoint.Parse(ready!.Split(' ')[^1]));
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }
}
