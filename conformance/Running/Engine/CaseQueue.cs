using ConformanceKit.Running.Cases;

namespace ConformanceKit.Running.Engine;

/// <summary>
/// Cases of proxies that are ready, of which so many run at once at most. Next comes a case of the proxy that has the most left,
/// so that all are over at about the same time. Of its cases those come first beside which no other of this proxy may run, then the
/// others, lengthy ones before, while those hold no more than a part of the workers; and when all are over, what can be its end.
/// </summary>
/// <param name="workers">How many run at once at most.</param>
/// <param name="run">Runs a case.</param>
internal sealed class CaseQueue(int workers, Func<string, ScenarioCase, Task> run)
{
    private readonly int mostLengthy = Math.Max(1, workers / 4);
    private readonly Lock gate = new();
    private readonly List<Line> lines = [];
    private int underWay;
    private int lengthyUnderWay;

    /// <summary>Runs cases of one proxy, each as soon as a worker is free for it.</summary>
    /// <param name="proxyName">The proxy; it is ready.</param>
    /// <param name="cases">Its cases.</param>
    /// <param name="atOnce">How many of them run at once at most.</param>
    /// <returns>When all of them are over.</returns>
    public Task RunAsync(string proxyName, IReadOnlyCollection<ScenarioCase> cases, int atOnce = int.MaxValue)
    {
        if (cases.Count == 0) return Task.CompletedTask;
        var line = new Line(proxyName, cases, atOnce);
        lock (gate)
        {
            lines.Add(line);
            Begin();
        }
        return line.Over;
    }

    // Under the lock. What runs begins on a thread of its own, so that it can't come back here before.
    private void Begin()
    {
        while (underWay < workers && Longest() is { } line)
        {
            var scenario = line.Take(lengthyUnderWay < mostLengthy);
            underWay++;
            if (scenario.Requirement.Lengthy) lengthyUnderWay++;
            _ = Task.Run(() => WorkAsync(line, scenario));
        }
    }

    private Line? Longest() => lines.Where(line => line.HasNext).MaxBy(line => line.Waiting);

    private async Task WorkAsync(Line line, ScenarioCase scenario)
    {
        try
        {
            await run(line.ProxyName, scenario);
        }
        catch (Exception fault)
        {
            line.Fail(fault);
        }
        lock (gate)
        {
            underWay--;
            if (scenario.Requirement.Lengthy) lengthyUnderWay--;
            line.Finish();
            Begin();
        }
    }

    private sealed class Line(string proxyName, IReadOnlyCollection<ScenarioCase> cases, int atOnce)
    {
        private readonly TaskCompletionSource over = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly Queue<Stage> stages = new(
            from scenario in cases
            group scenario by (scenario.Requirement.Last, !scenario.Alone) into stage
            orderby stage.Key
            select new Stage([.. stage], stage.First().Alone ? 1 : atOnce));
        private int begun;
        private int finished;

        public string ProxyName => proxyName;

        public int Waiting => cases.Count - begun;

        public bool HasNext => stages.TryPeek(out var stage) && begun - finished < stage.AtOnce;

        public Task Over => over.Task;

        public ScenarioCase Take(bool lengthyFirst)
        {
            begun++;
            return stages.Peek().Take(lengthyFirst);
        }

        public void Finish()
        {
            finished++;
            while (begun == finished && stages.TryPeek(out var stage) && stage.IsEmpty) stages.Dequeue();
            if (finished == cases.Count) over.TrySetResult();
        }

        public void Fail(Exception fault) => over.TrySetException(fault);
    }

    // What is over before the next one begins.
    private sealed class Stage(IReadOnlyCollection<ScenarioCase> cases, int atOnce)
    {
        private readonly Queue<ScenarioCase> lengthy = new(cases.Where(scenario => scenario.Requirement.Lengthy));
        private readonly Queue<ScenarioCase> others = new(cases.Where(scenario => !scenario.Requirement.Lengthy));

        public bool IsEmpty => lengthy.Count + others.Count == 0;

        public int AtOnce => IsEmpty ? 0 : atOnce;

        public ScenarioCase Take(bool lengthyFirst) =>
            others.Count == 0 || (lengthyFirst && lengthy.Count > 0) ? lengthy.Dequeue() : others.Dequeue();
    }
}
