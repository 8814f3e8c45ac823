using ConformanceKit.Running.Cases;

namespace ConformanceKit.Running.Engine;

/// <summary>
/// Cases of proxies that are ready, of which so many run at once at most. Next comes a case of the proxy that has the most left,
/// so that all are over at about the same time. Of its cases those come first beside which no other of this proxy may run, then
/// the others, lengthy ones before, while those hold no more than a part of the workers; and when all are over, what can be its
/// end.
/// </summary>
/// <param name="workers">How many run at once at most.</param>
/// <param name="run">Runs a case.</param>
internal sealed class CaseQueue(int workers, Func<string, ScenarioCase, Task> run)
{
    private readonly int _mostLengthy = Math.Max(1, workers / 4);
    private readonly Lock _gate = new();
    private readonly List<Line> _lines = [];
    private int _underWay;
    private int _lengthyUnderWay;

    /// <summary>Runs cases of one proxy, each as soon as a worker is free for it.</summary>
    /// <param name="proxyName">The proxy; it is ready.</param>
    /// <param name="cases">Its cases.</param>
    /// <param name="atOnce">How many of them run at once at most.</param>
    /// <returns>When all of them are over.</returns>
    public Task RunAsync(string proxyName, IReadOnlyCollection<ScenarioCase> cases, int atOnce = int.MaxValue)
    {
        if (cases.Count == 0)
            return Task.CompletedTask;
        var line = new Line(proxyName, cases, atOnce);
        lock (_gate)
        {
            _lines.Add(line);
            Begin();
        }
        return line.Over;
    }

    // Under the lock. What runs begins on a thread of its own, so that it cannot come back here before.
    private void Begin()
    {
        while (_underWay < workers && Longest() is { } line)
        {
            var scenario = line.Take(_lengthyUnderWay < _mostLengthy);
            _underWay++;
            if (scenario.Requirement.Lengthy)
                _lengthyUnderWay++;
            _ = Task.Run(() => WorkAsync(line, scenario));
        }
    }

    private Line? Longest() => _lines.Where(line => line.HasNext).MaxBy(line => line.Waiting);

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
        lock (_gate)
        {
            _underWay--;
            if (scenario.Requirement.Lengthy)
                _lengthyUnderWay--;
            line.Finish();
            Begin();
        }
    }

    private sealed class Line(string proxyName, IReadOnlyCollection<ScenarioCase> cases, int atOnce)
    {
        private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly Queue<Stage> _stages = new(
            from scenario in cases
            group scenario by (scenario.Requirement.Last, !scenario.Alone) into stage
            orderby stage.Key
            select new Stage([.. stage], stage.First().Alone ? 1 : atOnce));
        private int _begun;
        private int _finished;

        public string ProxyName => proxyName;

        public int Waiting => cases.Count - _begun;

        public bool HasNext => _stages.TryPeek(out var stage) && _begun - _finished < stage.AtOnce;

        public Task Over => _over.Task;

        public ScenarioCase Take(bool lengthyFirst)
        {
            _begun++;
            return _stages.Peek().Take(lengthyFirst);
        }

        public void Finish()
        {
            _finished++;
            while (_begun == _finished && _stages.TryPeek(out var stage) && stage.IsEmpty)
                _stages.Dequeue();
            if (_finished == cases.Count)
                _over.TrySetResult();
        }

        public void Fail(Exception fault) => _over.TrySetException(fault);
    }

    // What is over before the next one begins.
    private sealed class Stage(IReadOnlyCollection<ScenarioCase> cases, int atOnce)
    {
        private readonly Queue<ScenarioCase> _lengthy = new(cases.Where(scenario => scenario.Requirement.Lengthy));
        private readonly Queue<ScenarioCase> _others = new(cases.Where(scenario => !scenario.Requirement.Lengthy));

        public bool IsEmpty => _lengthy.Count + _others.Count == 0;

        public int AtOnce => IsEmpty ? 0 : atOnce;

        public ScenarioCase Take(bool lengthyFirst) =>
            _others.Count == 0 || (lengthyFirst && _lengthy.Count > 0) ? _lengthy.Dequeue() : _others.Dequeue();
    }
}
