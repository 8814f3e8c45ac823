using ConformanceKit.Reporting;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Tests.Reporting;

internal sealed class IssueTrackerTests
{
    [Test]
    public void The_kits_own_job_names_the_repository() =>
        Find("/kit", ("GITHUB_SERVER_URL", "https://git.test"), ("GITHUB_REPOSITORY", "owner/kit"), ("GITHUB_WORKSPACE", "/kit/"))
            .Should().Be("https://git.test/owner/kit");

    [Test]
    public void In_the_job_of_somebody_else_the_action_is_named_and_not_their_repository()
    {
        Find("/actions/kit", ("GITHUB_SERVER_URL", "https://git.test"), ("GITHUB_REPOSITORY", "vendor/proxy"),
            ("GITHUB_WORKSPACE", "/work"))
                .Should().BeNull();
        Find("/actions/kit", ("GITHUB_SERVER_URL", "https://git.test"), ("GITHUB_REPOSITORY", "vendor/proxy"),
            ("GITHUB_WORKSPACE", "/work"), ("GITHUB_ACTION_REPOSITORY", "owner/kit"))
                .Should().Be("https://git.test/owner/kit");
    }

    [TestCase("javascript:alert(1)", "owner/kit")]
    [TestCase("https://git.test/\" onclick=", "owner/kit")]
    [TestCase("https://git.test", "owner/kit/issues?x=")]
    [TestCase("https://git.test", "")]
    public void What_is_no_repository_is_not_linked(string server, string repository) =>
        Find("/kit", ("GITHUB_SERVER_URL", server), ("GITHUB_REPOSITORY", repository), ("GITHUB_WORKSPACE", "/kit"))
            .Should().BeNull();

    [Test]
    public void Outside_of_a_job_it_is_not_known() => Find("/kit").Should().BeNull();

    [Test]
    public void The_form_has_the_row_filled_in()
    {
        IssueTracker.FormFor("https://git.test/owner/kit", "connect/establish")
            .Should().Be("https://git.test/owner/kit/issues/new?template=wrong-verdict.yml&row=connect%2Festablish");
        IssueTracker.FormFor(null, "connect/establish").Should().BeNull();
    }

    private static string? Find(string sources, params (string Name, string Value)[] variables) =>
        IssueTracker.RepositoryIn(name => variables.FirstOrDefault(variable => variable.Name == name).Value, sources);
}
