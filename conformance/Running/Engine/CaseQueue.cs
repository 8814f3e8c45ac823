using ConformanceKit.Running.Cases;

namespace ConformanceKit.Running.Engine;

/// <summary>
/// Runs cases of proxies that are ready, with a bound on how many run at once. The next case is one of the proxy that has the
/// most left, so that all proxies finish at about the same time. Of a proxy's cases, those that must run alone on it come first.
/// The others follow, lengthy ones first as long as these occupy no more than a part of the workers. When all are over, those
/// come that can leave the proxy unusable.
/// </summary>
/// <param name="workers">The most that run at once.</param>
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
    /// <param name="atOnce">The most of them that run at once.</param>
    /// <returns>Completes when all of them are over.</returns>
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

    // Called under the lock. A case starts on another thread, so that it cannot re-enter here.
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

    // Cases that must all be over before the next stage begins.
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
