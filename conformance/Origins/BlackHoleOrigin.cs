using System.Net;
using System.Net.Sockets;
using ConformanceKit.Model;

namespace ConformanceKit.Origins;

/// <summary>
/// A listener whose backlog is full, so that the kernel drops every further SYN: a connect to it gets no answer at all.
/// </summary>
internal sealed class BlackHoleOrigin : Origin
{
    // A backlog of 0 takes one or two connections on Linux; a kernel that takes more than this won't be filled.
    private const int MostFillers = 16;

    private readonly IReadOnlyList<Socket> fillers;
    private bool? answeredInTheEnd;

    private BlackHoleOrigin(string host, Socket listener, IReadOnlyList<Socket> fillers)
        : base(host, listener, null) => this.fillers = fillers;

    /// <summary>The connect that proved it, which is still tried, must stay unanswered to the end.</summary>
    public override IReadOnlyList<Exception> Faults => answeredInTheEnd ?? IsAnswered(fillers[^1])
        ? [new HarnessException($"The black hole {Authority} answered a connection after all.")]
        : [];

    /// <summary>Fills the backlog of a bound socket, and proves that a further connect gets no answer.</summary>
    /// <exception cref="NotApplicableException">This machine answers every connect.</exception>
    public static async Task<BlackHoleOrigin> FillAsync(string host, Socket listener, TimeSpan proof, CancellationToken cancel)
    {
        listener.Listen(0);
        var fillers = new List<Socket>();
        try
        {
            while (fillers.Count < MostFillers)
            {
                var filler = new Socket(listener.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
                fillers.Add(filler);
                if (!await IsAnsweredAsync(filler, listener.LocalEndPoint!, proof, cancel)) return new(host, listener, fillers);
            }

            throw new NotApplicableException(
                "A target that never answers can't be made on this machine: its kernel answers although the listener's backlog is full.");
        }
        catch
        {
            foreach (var filler in fillers) filler.Dispose();
            listener.Dispose();
            throw;
        }
    }

    private protected override ValueTask DisposeCoreAsync()
    {
        answeredInTheEnd = IsAnswered(fillers[^1]);
        foreach (var filler in fillers) filler.Dispose();
        return base.DisposeCoreAsync();
    }

    private static async Task<bool> IsAnsweredAsync(Socket filler, EndPoint listener, TimeSpan proof, CancellationToken cancel)
    {
        // The connect itself is never cancelled: it has to go on, as a proxy's would.
        var connecting = filler.ConnectAsync(listener);
        try
        {
            await connecting.WaitAsync(proof, cancel);
            return true;
        }
        catch (TimeoutException)
        {
            _ = connecting.ContinueWith(
                ended => ended.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
            // A busy machine may only have been slow to tell; the kernel knows.
            return IsAnswered(filler);
        }
    }

    private static bool IsAnswered(Socket connecting) => connecting.Poll(0, SelectMode.SelectWrite);
}
