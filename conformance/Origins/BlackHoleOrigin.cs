using System.Net.Sockets;
using ConformanceKit.Model;

namespace ConformanceKit.Origins;

/// <summary>
/// A listener whose backlog is full, so that the kernel drops every further SYN and a connect to it gets no answer at all.
/// </summary>
internal sealed class BlackHoleOrigin : Origin
{
    private readonly IReadOnlyList<Socket> _fillers;
    private bool? _answeredInTheEnd;

    private BlackHoleOrigin(string host, Socket listener, IReadOnlyList<Socket> fillers)
        : base(host, listener, null) => _fillers = fillers;

    /// <summary>Empty if the connect that served as proof, which is still pending, has stayed unanswered to the end.</summary>
    public override IReadOnlyList<Exception> Faults => _answeredInTheEnd ?? FullBacklog.IsAnswered(_fillers[^1])
        ? [new HarnessException($"The black hole {Authority} answered a connection after all.")]
        : [];

    /// <summary>Fills the backlog of a bound socket, and proves that a further connect gets no answer.</summary>
    /// <exception cref="NotApplicableException">This machine answers every connect.</exception>
    public static async Task<BlackHoleOrigin> FillAsync(string host, Socket listener, TimeSpan proof, CancellationToken cancel)
    {
        try
        {
            return new(host, listener, await FullBacklog.FillAsync(listener, proof, cancel));
        }
        catch
        {
            listener.Dispose();
            throw;
        }
    }

    private protected override ValueTask DisposeCoreAsync()
    {
        _answeredInTheEnd = FullBacklog.IsAnswered(_fillers[^1]);
        foreach (var filler in _fillers)
            filler.Dispose();
        return base.DisposeCoreAsync();
    }
}
