using ConformanceKit.Clients;
using ConformanceKit.Model;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Tests.Clients;

internal sealed class CommandWordsTests
{
    [TestCase("curl -x {proxy} {url}", "curl", "-x", "{proxy}", "{url}")]
    [TestCase("  a \t b\n", "a", "b")]
    [TestCase("a 'b c' \"d e\"", "a", "b c", "d e")]
    [TestCase("a'b'\"c\"d", "abcd")]
    [TestCase("a '' \"\"", "a", "", "")]
    [TestCase("a\\ b \\'c \\\\", "a b", "'c", "\\")]
    [TestCase("'a\\b $c |'", "a\\b $c |")]
    [TestCase("\"a\\\"b \\$c \\d ; |\"", "a\"b $c \\d ; |")]
    [TestCase("-w %{http_code} *.txt ~ a#b", "-w", "%{http_code}", "*.txt", "~", "a#b")]
    [TestCase("")]
    public void A_command_is_split_as_a_shell_does(string command, params string[] words) =>
        CommandWords.Split(command, "--command").Should().Equal(words);

    [TestCase("a 'b", "--command: a single quote is never closed.")]
    [TestCase("a \"b", "--command: a double quote is never closed.")]
    [TestCase("a \\", "--command: ends with a backslash.")]
    [TestCase("a | b", "--command: no shell runs it, so '|' has no meaning: quote it, or put the command in a script.")]
    [TestCase("a $HOME", "--command: no shell runs it, so '$' has no meaning: quote it, or put the command in a script.")]
    [TestCase("a \"`b`\"", "--command: no shell runs it, so '`' has no meaning: quote it, or put the command in a script.")]
    public void What_needs_a_shell_is_an_error(string command, string message)
    {
        var splitting = () => CommandWords.Split(command, "--command");

        splitting.Should().Throw<UsageException>().WithMessage(message);
    }

    [Test]
    public void Placeholders_are_filled_once_and_parts_come_with_what_they_are_for()
    {
        var template = new CommandTemplate(["c", "-x", "{proxy}", "--ca={ca}", "-t{timeout}", "{other}", "{url}"])
        {
            Credentials = ["-u", "{user}:{password}"],
            ProxyCa = ["-p", "{proxy-ca}"],
            NoProxy = ["-n", "{no-proxy}"],
        };
        var task = new ClientTask("http://o/{proxy}", "http://p:1") { Patience = TimeSpan.FromSeconds(2.5) };

        template.Fill(task, "/ca").Should().Equal("c", "-x", "http://p:1", "--ca=/ca", "-t2.5", "{other}", "http://o/{proxy}");
        template.Fill(task with { User = "{url}", Password = "w", NoProxy = "a.test", Proxy = "https://p:1" }, "/ca").Skip(7)
            .Should().Equal("-u", "{url}:w", "-p", "/ca", "-n", "a.test");
        template.Features.Should().BeEquivalentTo("credentials", "tls-proxy", "no-proxy");
    }

    [Test]
    public void A_client_that_is_given_no_URLs_is_given_hosts_and_ports()
    {
        var template = new CommandTemplate(["nc", "-x", "{proxy-host}:{proxy-port}", "{host}", "{port}"]);

        template.Fault().Should().BeNull();
        template.Fill(new("tcp://[2001:db8::1]:22", "http://p.test:3128"), "/ca")
            .Should().Equal("nc", "-x", "p.test:3128", "2001:db8::1", "22");
    }
}
