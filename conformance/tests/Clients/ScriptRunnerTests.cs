using System.Text;
using ConformanceKit.Clients;
using ConformanceKit.Containers;
using ConformanceKit.Model;
using ConformanceKit.Tests.Running;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Tests.Clients;

/// <summary>Scripts that speak, or do not speak, the protocol; each is a script of the shell on this machine.</summary>
[Parallelizable(ParallelScope.All), FixtureLifeCycle(LifeCycle.InstancePerTestCase), Platform("Linux")]
internal sealed class ScriptRunnerTests : IDisposable
{
    private const string EachTask = "while read -r task; do id=${task#*'\"id\":\"'}; id=${id%%'\"'*}; ";

    private static readonly ClientTask s_task = new("https://o.test/", "https://p.test:1")
    {
        User = "u",
        Password = "w",
        NoProxy = "n.test",
        Patience = TimeSpan.FromSeconds(2),
    };

    private readonly TemporaryFolder _folder = new();
    private int _starts;

    public void Dispose() => _folder.Dispose();

    [Test]
    public void A_task_is_a_line_of_JSON()
    {
        new ScriptMessages("/ca").Task("7", s_task).Should().Be(
            """
            {"id":"7","url":"https://o.test/","proxy":"https://p.test:1","ca":"/ca","proxyCa":"/ca","user":"u","password":"w","noProxy":"n.test","timeout":2}
            """);
        new ScriptMessages("/ca").Task("8", new("http://o.test/", "http://p.test:1")).Should().Be(
            """
            {"id":"8","url":"http://o.test/","proxy":"http://p.test:1","ca":"/ca","proxyCa":null,"user":null,"password":null,"noProxy":null,"timeout":10}
            """);
    }

    [Test]
    public async Task Many_tasks_are_under_way_in_one_script()
    {
        await using var script = Start(EachTask + """
            (sleep 0.1; printf '{"id":"%s","status":200,"body":"aGk=","fields":["A: b"]}\n' "$id") & done; wait
            """);

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => script.FetchAsync(s_task, default)));

        answers.Should().OnlyContain(answer => answer.Succeeded && answer.Status == 200 && answer.Fields[0] == "A: b"
            && Encoding.UTF8.GetString(answer.Body) == "hi");
        _starts.Should().Be(1);
    }

    [Test]
    public async Task An_error_is_the_clients_own()
    {
        await using var script = Start(EachTask + """printf '{"id":"%s","error":"refused"}\n' "$id"; done""");

        (await script.FetchAsync(s_task, default)).Should().BeEquivalentTo(ClientAnswer.Failed("refused"));
    }

    [TestCase("read -r task; echo oops >&2; exit 3",
        "The script of the client acme ended with exit code 3, though it has to read tasks until its input ends: oops")]
    [TestCase("read -r task; kill -KILL $$",
        "The script of the client acme ended with signal 9, though it has to read tasks until its input ends: it wrote nothing to "
        + "standard error")]
    [TestCase("echo Hello; cat", "The script of the client acme wrote a line that is no result: Hello")]
    [TestCase("echo '{\"status\":200}'; cat", "The script of the client acme wrote a line that is no result: {\"status\":200}")]
    [TestCase("head -c 20000000 /dev/zero | tr '\\0' x; cat >/dev/null",
        "The script of the client acme wrote a line that is no result: xxxxxx*… (*")]
    public async Task A_script_that_breaks_the_protocol_is_a_fault_of_the_harness(string program, string message)
    {
        await using var script = Start(program);
        var fetching = () => script.FetchAsync(s_task, default);

        (await fetching.Should().ThrowAsync<HarnessException>()).WithMessage(message);
        (await fetching.Should().ThrowAsync<HarnessException>("the next task starts the script again")).WithMessage(message);
        _starts.Should().BeGreaterThan(1);
    }

    [Test]
    public async Task A_task_that_hangs_costs_the_others_nothing()
    {
        // The first task gets no result, the others get theirs.
        await using var script = Start(
            EachTask + """[ "$id" = 1 ] && continue; printf '{"id":"%s","error":"e"}\n' "$id"; done""");
        using var end = new CancellationTokenSource();

        var hanging = script.FetchAsync(s_task, end.Token);
        (await script.FetchAsync(s_task, default)).Error.Should().Be("e");
        await end.CancelAsync();

        var waiting = () => hanging;
        await waiting.Should().ThrowAsync<OperationCanceledException>();
        _starts.Should().Be(1);
    }

    [Test]
    public async Task A_shell_runs_a_program_for_each_task()
    {
        await using var shell = Shell("sh", "-c", "printf '%s' \"$0\"; echo warned >&2; [ \"$0\" != 'http://it''s.test/' ]");

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(
            number => shell.FetchAsync(new($"http://{number}.test/", "p"), default)));
        var failed = await shell.FetchAsync(new("http://its.test/", "p"), default);

        answers.Select(answer => Encoding.UTF8.GetString(answer.Body)).Should().Equal(
            Enumerable.Range(0, 10).Select(number => $"http://{number}.test/"));
        failed.Error.Should().Be("exit code 1: warned");
        _starts.Should().Be(1);
    }

    [Test]
    public async Task A_shell_ends_a_program_alone_and_reports_a_flood()
    {
        await using var shell = Shell(
            "sh", "-c", "case $0 in *hang*) sleep 1000;; *flood*) yes;; *) echo fine; sleep 1000 & ;; esac");
        using var end = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        var hanging = () => shell.FetchAsync(new("hang", "p"), end.Token);
        var flooding = () => shell.FetchAsync(new("flood", "p"), default);

        await hanging.Should().ThrowAsync<OperationCanceledException>();
        (await flooding.Should().ThrowAsync<HarnessException>()).WithMessage("The client acme wrote more than 8 MiB*");
        (await shell.FetchAsync(new("other", "p"), default)).Body.Should().Equal("fine\n"u8.ToArray());
        _starts.Should().Be(1);
    }

    [Test]
    public async Task A_shell_tells_which_program_had_to_be_ended()
    {
        await using var shell = Shell("sh", "-c", "sleep 1000 & sleep 1000");

        var answer = await shell.FetchAsync(s_task with { Patience = TimeSpan.FromSeconds(-2.5) }, default);

        answer.Should().BeEquivalentTo(ClientAnswer.Ended);
    }

    [Test]
    public async Task A_program_that_is_not_there_is_a_fault_of_the_harness()
    {
        await using var shell = Shell("no-such-client");
        var fetching = () => shell.FetchAsync(s_task, default);

        (await fetching.Should().ThrowAsync<HarnessException>()).WithMessage(
            "The client acme could not be run (exit code 127): *no-such-client*");
    }

    private ScriptRunner Shell(params string[] command) =>
        new("acme", new ShellMessages("acme", new([.. command, "{url}"]), "/ca", joinsStreams: false),
            _ => Local([.. ShellMessages.Shell]));

    private ScriptRunner Start(string program) => new("acme", new ScriptMessages("/ca"), _ => Local(["sh", "-c", program]));

    private Task<IRunningProgram> Local(IReadOnlyList<string> command)
    {
        Interlocked.Increment(ref _starts);
        var environment = new Dictionary<string, string>
        {
            ["PATH"] = Environment.GetEnvironmentVariable("PATH")!,
            ["TMPDIR"] = _folder.Path,
        };
        return Task.FromResult<IRunningProgram>(
            LocalProgram.Start([LocalProgram.Find(command[0])!, .. command.Skip(1)], environment, "/"));
    }
}
