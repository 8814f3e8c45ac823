using ConformanceKit.Containers;
using ConformanceKit.Model;
using ConformanceKit.Tests.Running;
using Docker.DotNet;
using Docker.DotNet.Models;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Tests.Containers;

[TestFixture, Platform("Linux,MacOsX"), FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class RegistryCredentialsTests : IDisposable
{
    private const string Hub = "https://index.docker.io/v1/";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [TestCase("squid", Hub)]
    [TestCase("vendor/squid:1", Hub)]
    [TestCase("docker.io/vendor/squid", Hub)]
    [TestCase("registry.test/squid", "registry.test")]
    [TestCase("localhost/squid", "localhost")]
    [TestCase("registry:5000/vendor/squid@sha256:abc", "registry:5000")]
    public void The_registry_is_the_first_part_if_that_is_a_host(string reference, string expected) =>
        RegistryCredentials.RegistryOf(reference).Should().Be(expected);

    [Test]
    public async Task Without_a_configuration_there_are_none()
    {
        (await Credentials().ForImageAsync("squid", default)).Should().BeEquivalentTo(new AuthConfig());
        (await Credentials().AllAsync(default)).Should().BeEmpty();
    }

    [Test]
    public async Task What_the_file_holds_is_found()
    {
        // "user:pass:word" and an identity token, as `docker login` writes them.
        Configure($$"""
            { "auths": { "{{Hub}}": { "auth": "dXNlcjpwYXNzOndvcmQ=" }, "registry.test": { "identitytoken": "t" }, "empty.test": {} } }
            """);

        (await Credentials().ForImageAsync("squid", default)).Should()
            .BeEquivalentTo(new AuthConfig { ServerAddress = Hub, Username = "user", Password = "pass:word" });
        (await Credentials().ForImageAsync("registry.test/x", default)).IdentityToken.Should().Be("t");
        (await Credentials().ForImageAsync("empty.test/x", default)).Should().BeEquivalentTo(new AuthConfig());
        (await Credentials().AllAsync(default)).Select(one => one.ServerAddress).Should().Equal(Hub, "registry.test");
    }

    [Test]
    public async Task A_registrys_own_helper_comes_before_the_one_for_all()
    {
        Configure("""{ "credsStore": "all", "credHelpers": { "registry.test": "own" }, "auths": { "other.test": {} } }""");
        Helper("own", """echo "{\"ServerURL\":\"$1\",\"Username\":\"<token>\",\"Secret\":\"$(cat)\"}" """);
        Helper("all", """echo "{\"Username\":\"$(cat)\",\"Secret\":\"s\"}" """);

        (await Credentials().ForImageAsync("registry.test/x", default)).IdentityToken.Should().Be("registry.test");
        (await Credentials().ForImageAsync("other.test/x", default)).Should()
            .BeEquivalentTo(new AuthConfig { ServerAddress = "other.test", Username = "other.test", Password = "s" });
        (await Credentials().AllAsync(default)).Should().HaveCount(2);
    }

    [Test]
    public async Task A_helper_that_knows_nothing_is_no_fault()
    {
        Configure("""{ "credsStore": "all" }""");
        Helper("all", "echo 'credentials not found in native keychain'; exit 1");

        (await Credentials().ForImageAsync("squid", default)).Should().BeEquivalentTo(new AuthConfig());
    }

    [Test]
    public async Task A_helper_that_is_missing_and_a_file_that_is_not_JSON_are_named()
    {
        Configure("""{ "credsStore": "missing" }""");
        (await FailureAsync()).Should()
            .StartWith($"The credential helper '{_folder.Path}/missing', which {_folder.Path}/config.json")
            .And.EndWith("Install it, or take it out of that file.");

        Configure("{");
        (await FailureAsync()).Should().StartWith($"The registry credentials in {_folder.Path}/config.json cannot be read: ");
    }

    private async Task<string> FailureAsync() =>
        (await Credentials().Awaiting(one => one.ForImageAsync("squid", default)).Should().ThrowAsync<HarnessException>())
        .Which.Message;

    private RegistryCredentials Credentials() => new(new DockerConfig(new Settings(_folder.Path)), $"{_folder.Path}/");

    private void Configure(string json) => File.WriteAllText(Path.Combine(_folder.Path, "config.json"), json);

    private void Helper(string name, string command)
    {
        var path = Path.Combine(_folder.Path, name);
        File.WriteAllText(path, $"#!/bin/sh\n{command}\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }

    private sealed record Settings(string DockerConfig) : IDockerCliSettings
    {
        public string? DockerHost => null;

        public string? DockerContext => null;

        public string? DockerTlsVerify => null;
    }
}
