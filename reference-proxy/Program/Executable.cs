using System.Net.Sockets;
using System.Runtime.InteropServices;
using ConformanceKit.ReferenceProxy.Tcp;

namespace ConformanceKit.ReferenceProxy.Program;

/// <summary>The proxy as a process: it starts, prints where it listens, and stops on SIGTERM or Ctrl-C.</summary>
internal static class Executable
{
    /// <summary>Exit code: stopped by a signal.</summary>
    public const int Stopped = 0;

    /// <summary>Exit code: the command line is wrong.</summary>
    public const int WrongUsage = 2;

    /// <summary>Exit code: the proxy cannot listen on the address, or cannot write the trace at the end.</summary>
    public const int NotAvailable = 3;

    /// <summary>
    /// Runs until a signal arrives, gives open connections at most <paramref name="drain"/> to end, lets
    /// <paramref name="output"/> catch up, and writes <paramref name="trace"/>, if there is one.
    /// </summary>
    public static async Task<int> RunAsync(ProxyOptions options, TimeSpan drain, OutputLines output, TraceFile? trace)
    {
        // 1. Handle signals from the beginning.
        var signalled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);

        // 2. Start, or say in one line why not.
        ProxyServer server;
        try
        {
            server = ProxyServer.Start(options);
        }
        catch (ArgumentException mistake)
        {
            return await FailAsync($"{mistake.Message}. See --help.", WrongUsage);
        }
        catch (ListenException failure) when (failure.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            return await FailAsync($"{failure.Address} is already in use; choose another with {OptionOf(failure)}", NotAvailable);
        }
        catch (ListenException failure)
        {
            return await FailAsync(
                $"cannot listen on {failure.Address}: {failure.Message}; choose another with {OptionOf(failure)}", NotAvailable);
        }

        // 3. Serve until a signal arrives; give open connections a limited time to end.
        await using (server)
        {
            output.Add($"reference-proxy listens on {server.EndPoint}");
            if (server.TlsEndPoint is { } tls)
                output.Add($"reference-proxy listens for TLS on {tls}");
            if (server.SocksEndPoint is { } socks)
                output.Add($"reference-proxy listens for SOCKS5 on {socks}");
            await signalled.Task;
            output.Add("reference-proxy stops");
            await server.StopAsync(drain);
        }

        await output.FinishAsync(drain);

        // 4. Write what was recorded.
        if (trace is null)
            return Stopped;
        if (await trace.WriteAsync() is { } failed)
            return await FailAsync(failed, NotAvailable);
        Console.WriteLine($"reference-proxy wrote {trace.Path}");
        return Stopped;

        string OptionOf(ListenException failure) =>
            failure.Address.Equals(options.TlsListen) ? TlsOptions.Listen.Name
            : failure.Address.Equals(options.SocksListen) ? "--socks-listen"
            : "--listen";

        void Stop(PosixSignalContext context)
        {
            context.Cancel = true;
            signalled.TrySetResult();
        }
    }

    /// <summary>Reports in one line why the proxy does not run; returns the exit code.</summary>
    public static async Task<int> FailAsync(string message, int exitCode)
    {
        await Console.Error.WriteLineAsync($"reference-proxy: {message}");
        return exitCode;
    }
}
