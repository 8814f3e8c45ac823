using System.Runtime.Versioning;
using System.Text;
using ConformanceKit.Clients;
using ConformanceKit.Model;
using ConformanceKit.Tests.Running;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Tests.Clients;

/// <summary>Little programs as clients: scripts of the shell.</summary>
[Parallelizable(ParallelScope.All)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
[Platform("Linux")]
[SupportedOSPlatform("linux")]
internal sealed class CommandClientTests : IDisposable
{
    private static readonly ClientTask s_task = new("https://o.test/a b", "http://p.test:1");

    private readonly TemporaryFolder _folder = new();

    private string Script => Path.Combine(_folder.Path, "client.sh");

    public void Dispose() => _folder.Dispose();

    [Test]
    public async Task What_it_writes_is_the_content()
    {
        var answer = await FetchAsync("printf '%s ' \"$@\"; echo warned >&2");

        answer.Succeeded.Should().BeTrue();
        answer.Body.Should().Equal("https://o.test/a b http://p.test:1 "u8.ToArray());
    }

    [Test]
    public async Task Nothing_written_is_an_empty_response() =>
        (await FetchAsync("exit 0")).Should().BeEquivalentTo(new ClientAnswer(true, [], ""));

    [TestCase("echo first >&2; echo last >&2; exit 56", "exit code 56: first; last")]
    [TestCase("exit 7", "exit code 7: it wrote nothing to standard error")]
    [TestCase("kill -SEGV $$", "it was ended by signal 11: it wrote nothing to standard error")]
    public async Task Another_exit_code_is_an_error(string script, string error) =>
        (await FetchAsync(script)).Error.Should().Be(error);

    [Test]
    public async Task It_gets_a_clean_environment_and_a_home_of_its_own()
    {
        Environment.SetEnvironmentVariable("https_proxy", "http://elsewhere.test:1");

        var answer = await FetchAsync("env | cut -d= -f1 | sort | tr '\\n' ' '; [ \"$PWD\" = \"$HOME\" ] && ls -A; cat");

        Encoding.UTF8.GetString(answer.Body).Replace("PWD ", "", StringComparison.Ordinal)
            .Should().MatchRegex("^HOME LANG (OLD)?(SHLVL )?PATH (_ )?$");
    }

    [Test]
    public async Task One_that_hangs_is_ended_with_its_children()
    {
        var pids = Path.Combine(_folder.Path, "pids");
        using var end = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        var hanging = () => FetchAsync(
            $"trap '' TERM INT HUP; (trap '' TERM; echo $$ >{pids}; sleep 1000) & echo $! >>{pids}; wait; sleep 1000", end.Token);

        await hanging.Should().ThrowAsync<OperationCanceledException>();

        await GoneAsync(pids);
    }

    [Test]
    public async Task What_it_leaves_behind_is_ended_too()
    {
        var pids = Path.Combine(_folder.Path, "pids");

        var answer = await FetchAsync($"sleep 1000 & echo $! >{pids}; echo done");

        answer.Body.Should().Equal("done\n"u8.ToArray());
        await GoneAsync(pids);
    }

    [TestCase("head -c 100000000 /dev/zero")]
    [TestCase("yes")]
    public async Task A_flood_is_a_fault_of_the_harness(string script)
    {
        var flooding = () => FetchAsync(script);

        (await flooding.Should().ThrowAsync<HarnessException>()).WithMessage(
            "The client client.sh wrote more than 8 MiB to standard output and was ended: it has to write the response's content, "
            + "and nothing else.");
    }

    [Test]
    public async Task The_beginning_of_a_flood_is_the_answer_of_what_only_joins_streams()
    {
        Write("yes");
        await using var client = new CommandClient(new($"{Script} {{url}} {{proxy}}") { Features = [ClientFeatures.Stdio] });
        await client.StartAsync(default);

        var answer = await client.FetchAsync(s_task, default);

        (answer.Succeeded, answer.Body[0]).Should().Be((true, (byte)'y'));
    }

    [Test]
    public async Task The_certificate_is_in_a_file_that_is_removed()
    {
        Write("cp \"$3\" copy; cat copy; echo \"$3\"");
        string file;
        await using (var client = new CommandClient(new($"{Script} {{url}} {{proxy}} {{ca}}")))
        {
            await client.StartAsync(default);
            var lines = Encoding.UTF8.GetString((await client.FetchAsync(s_task, default)).Body).Trim().Split('\n');
            lines[0].Should().Be("-----BEGIN CERTIFICATE-----");
            file = lines[^1];
            File.Exists(file).Should().BeTrue();

            // Each case starts the client, and others read the file meanwhile.
            var written = File.GetLastWriteTimeUtc(file);
            await client.StartAsync(default);
            File.GetLastWriteTimeUtc(file).Should().Be(written);
        }

        Directory.Exists(Path.GetDirectoryName(file)).Should().BeFalse();
    }

    [TestCase("", "--command: is empty; give a client, such as 'curl -x {proxy} --cacert {ca} {url}'.")]
    [TestCase("sh {proxy}", "--command: has no {url} (or {host} and {port}); put it where the client expects the URL.")]
    [TestCase("sh {url} {proxy} {password}",
        "--command: has {password}, which not every task has a value for: move that part to credentials.")]
    [TestCase("no-such-client {url} {proxy}",
        "--command: there is no program 'no-such-client'; install it, or give its path.")]
    [TestCase("./no-such-client {url} {proxy}",
        "--command: there is no program './no-such-client'; install it, or give its path.")]
    public void A_wrong_command_is_wrong_usage(string command, string message)
    {
        var making = () => new CommandClient(new(command));

        making.Should().Throw<UsageException>().WithMessage(message);
    }

    private async Task<ClientAnswer> FetchAsync(string script, CancellationToken cancel = default)
    {
        Write(script);
        await using var client = new CommandClient(new($"{Script} {{url}} {{proxy}}"));
        await client.StartAsync(default);
        return await client.FetchAsync(s_task, cancel);
    }

    private void Write(string script)
    {
        File.WriteAllText(Script, $"#!/bin/sh\n{script}\n");
        File.SetUnixFileMode(Script, UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.UserWrite);
    }

    // A process that was killed is listed until its parent has noticed.
    private static async Task GoneAsync(string pids)
    {
        foreach (var pid in await File.ReadAllLinesAsync(pids))
        {
            for (var tries = 0; IsRunning(pid) && tries < 100; tries++)
                await Task.Delay(20);
            IsRunning(pid).Should().BeFalse("process {0} was ended", pid);
        }
    }

    private static bool IsRunning(string pid)
    {
        try
        {
            return !File.ReadAllText($"/proc/{pid}/stat").Split(") ")[1].StartsWith('Z');
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
