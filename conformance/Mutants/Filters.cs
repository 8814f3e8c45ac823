namespace ConformanceKit.Mutants;

/// <summary>The filters that flaws are made of.</summary>
public static class Filters
{
    /// <summary>Swallows FIN: the receiver's connection stays open.</summary>
    /// <param name="next">The next step.</param>
    public static ByteSink SwallowFin(ByteSink next) => new Ending(next) { Fin = static () => Task.CompletedTask };

    /// <summary>Turns FIN into RST.</summary>
    /// <param name="next">The next step.</param>
    public static ByteSink FinAsReset(ByteSink next) => new Ending(next) { Fin = next.ResetAsync };

    /// <summary>Turns RST into FIN.</summary>
    /// <param name="next">The next step.</param>
    public static ByteSink ResetAsFin(ByteSink next) => new Ending(next) { Rst = next.FinishAsync };

    /// <summary>Swallows RST: the receiver's connection stays open.</summary>
    /// <param name="next">The next step.</param>
    public static ByteSink SwallowReset(ByteSink next) => new Ending(next) { Rst = static () => Task.CompletedTask };

    /// <summary>Swallows FIN and RST alike.</summary>
    /// <param name="next">The next step.</param>
    public static ByteSink SwallowEnd(ByteSink next) => SwallowFin(SwallowReset(next));

    /// <summary>Changes bytes as they pass.</summary>
    /// <param name="edit">Returns what is passed on instead, or empty for nothing; it may wait.</param>
    public static Func<ByteSink, ByteSink> Bytes(Func<byte[], Task<byte[]>> edit) => next => new Editing(next, edit);

    private sealed class Ending(ByteSink next) : ByteFilter(next)
    {
        public Func<Task>? Fin { get; init; }

        public Func<Task>? Rst { get; init; }

        public override Task FinishAsync() => Fin?.Invoke() ?? base.FinishAsync();

        public override Task ResetAsync() => Rst?.Invoke() ?? base.ResetAsync();
    }

    private sealed class Editing(ByteSink next, Func<byte[], Task<byte[]>> edit) : ByteFilter(next)
    {
        public override async Task SendAsync(ReadOnlyMemory<byte> bytes)
        {
            var edited = await edit(bytes.ToArray());
            if (edited.Length > 0)
                await base.SendAsync(edited);
        }
    }
}
