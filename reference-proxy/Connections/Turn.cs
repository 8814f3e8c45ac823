using System.Diagnostics;

namespace ConformanceKit.ReferenceProxy.Connections;

/// <summary>
/// How much may be done for one connection before others get their turn. Code that has waited for a socket continues at once, on
/// the thread that waits for all sockets (Program/Program.cs). A connection that always finds something to read, and always room
/// to send, would keep that thread forever, and no other would be served. Pipelined requests are enough for that, or a body in
/// chunks of one byte.
/// <para>
/// So every step that might have to wait passes through here: reading, sending, accepting. A step that does wait ends the turn,
/// because others have theirs meanwhile. Otherwise the turn lasts at most <see cref="Most"/>, and then the rest goes to the end
/// of the queue of the thread pool, after all others. The limit is a time, not a number of bytes or steps, because the sender
/// decides how much work those mean.
/// </para>
/// <para>A turn belongs to the connection that is read from; sending the result to another one is part of it.</para>
/// </summary>
internal sealed class Turn(TimeSpan most)
{
    /// <summary>
    /// The longest turn: a transfer hardly notices it, and fifty connections that never wait delay others by 50 ms.
    /// </summary>
    public static readonly TimeSpan Most = TimeSpan.FromMilliseconds(1);

    // Values of _ends: the turn has not begun, and a time that has passed.
    private const long NotBegun = 0;
    private const long Past = 1;

    private readonly long _most = (long)(most.TotalSeconds * Stopwatch.Frequency);
    private long _ends = NotBegun;

    /// <summary>A turn of the usual length.</summary>
    public Turn() : this(Most)
    {
    }

    /// <summary>Others have had their turns meanwhile: this one begins with the next step.</summary>
    public void Begin() => _ends = NotBegun;

    /// <summary>It is the turn of another connection: the next step gives way, unless it waits.</summary>
    public void End() => _ends = Past;

    /// <summary>Takes a step, and gives way after it if the turn is over.</summary>
    public ValueTask Take(ValueTask step) => MayContinue(step.IsCompleted) ? step : GiveWayAsync(step);

    /// <inheritdoc cref="Take(ValueTask)"/>
    public ValueTask<T> Take<T>(ValueTask<T> step) => MayContinue(step.IsCompleted) ? step : GiveWayAsync(step);

    private bool MayContinue(bool isCompleted)
    {
        if (!isCompleted)
        {
            Begin();
            return true;
        }

        var now = Stopwatch.GetTimestamp();
        if (_ends == NotBegun)
            _ends = now + _most;
        return now < _ends;
    }

    private async ValueTask GiveWayAsync(ValueTask step)
    {
        Begin();
        await Task.Yield();
        await step;
    }

    private async ValueTask<T> GiveWayAsync<T>(ValueTask<T> step)
    {
        Begin();
        await Task.Yield();
        return await step;
    }
}
