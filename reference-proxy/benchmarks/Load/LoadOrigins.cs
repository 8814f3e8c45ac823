using System.Net;

namespace ConformanceKit.ReferenceProxy.Benchmarks.Load;

/// <summary>
/// The origins, on their own thread. Each listens on several loopback addresses with the same port, so that connections that have
/// just been closed (TIME-WAIT) do not exhaust the local ports towards one of them.
/// </summary>
internal sealed class LoadOrigins : IDisposable
{
    /// <summary>A chunk of one byte.</summary>
    public const string SmallChunk = "1\r\nx\r\n";

    /// <summary>How many addresses each origin listens on.</summary>
    public const int Addresses = 8;

    private readonly EventLoop _loop = new();
    private readonly Dictionary<int, Func<int, OriginEndpoint>> _origins = [];
    private readonly Thread _thread;
    private readonly AutoResetEvent _hungUp = new(false);
    private volatile bool _stopping;
    private volatile bool _hangsUp;

    private LoadOrigins()
    {
        Echo = Listen(accepted => new EchoEndpoint(_loop, accepted));
        EchoOnce = Listen(accepted => new EchoOnceEndpoint(_loop, accepted));
        Source = Listen(accepted => new SourceEndpoint(_loop, accepted));
        Http = Listen(accepted => new HttpEndpoint(_loop, accepted));
        Greeting = Listen(accepted => new GreetingEndpoint(_loop, accepted));
        Sink = Listen(accepted => new PouringEndpoint(_loop, accepted, new Pouring("", "")));
        Chunks = Listen(accepted => new PouringEndpoint(_loop, accepted, new Pouring(
            "HTTP/1.1 200 OK\r\nDate: Sat, 21 Nov 2026 12:00:00 GMT\r\nContent-Type: text/plain\r\nTransfer-Encoding: "
            + "chunked\r\n\r\n", SmallChunk)));
        Interim = Listen(
            accepted => new PouringEndpoint(_loop, accepted, new Pouring("", "HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n")));
        Gateway = Listen(accepted => new GatewayEndpoint(_loop, accepted, (port, descriptor) => _origins[port](descriptor)));
        _thread = new Thread(Run) { IsBackground = true, Name = "origins" };
        _thread.Start();
    }

    /// <summary>Sends back what it receives.</summary>
    public IPEndPoint Echo { get; }

    /// <summary>Sends back what it receives first, and hangs up.</summary>
    public IPEndPoint EchoOnce { get; }

    /// <summary>Sends endlessly.</summary>
    public IPEndPoint Source { get; }

    /// <summary>Answers GET.</summary>
    public IPEndPoint Http { get; }

    /// <summary>Sends a byte before it has received any.</summary>
    public IPEndPoint Greeting { get; }

    /// <summary>Accepts a request and never answers it.</summary>
    public IPEndPoint Sink { get; }

    /// <summary>Answers with an endless response in chunks of one byte.</summary>
    public IPEndPoint Chunks { get; }

    /// <summary>Answers with endless interim responses.</summary>
    public IPEndPoint Interim { get; }

    /// <summary>The HTTP/1 proxy behind a peer that cannot dial origins itself, and these origins in one.</summary>
    public IPEndPoint Gateway { get; }

    /// <summary>Starts the origins.</summary>
    public static LoadOrigins Start() => new();

    /// <summary>Returns the same origin on the next of its addresses in turn.</summary>
    public static IPEndPoint InTurn(IPEndPoint origin, int number) => new(Loopback(number), origin.Port);

    /// <summary>Closes every connection and returns when that is done; the origins keep listening.</summary>
    public void HangUp()
    {
        _hangsUp = true;
        _hungUp.WaitOne();
    }

    /// <summary>Closes everything.</summary>
    public void Dispose()
    {
        _stopping = true;
        _thread.Join();
        _loop.Dispose();
        _hungUp.Dispose();
    }

    private static IPAddress Loopback(int number) => new([127, 0, 0, (byte)(1 + (number % Addresses))]);

    private IPEndPoint Listen(Func<int, OriginEndpoint> serve)
    {
        var first = new Listener(_loop, new IPEndPoint(Loopback(0), 0), serve);
        for (var i = 1; i < Addresses; i++)
            _ = new Listener(_loop, new IPEndPoint(Loopback(i), first.Port), serve);
        _origins[first.Port] = serve;
        return new IPEndPoint(Loopback(0), first.Port);
    }

    private void Run()
    {
        while (!_stopping)
        {
            _loop.RunFor(TimeSpan.FromMilliseconds(20));
            if (!_hangsUp)
                continue;
            _loop.CloseAll<OriginEndpoint>();
            _hangsUp = false;
            _hungUp.Set();
        }
    }
}
