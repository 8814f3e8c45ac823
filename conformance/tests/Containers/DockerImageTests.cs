using ConformanceKit.Tests.Running;
using FluentAssertions;
using NUnit.Framework;
using static ConformanceKit.Tests.Containers.FakeEngine;

namespace ConformanceKit.Tests.Containers;

/// <summary>Images: found, pulled, built and removed.</summary>
[TestFixture, Platform("Linux,MacOsX"), Parallelizable(ParallelScope.All)]
internal sealed class DockerImageTests
{
    [Test]
    public async Task An_image_that_is_not_there_is_null_and_one_that_is_has_an_id()
    {
        await using var engine = await FakeEngine.StartAsync(("GET /images/there/json", 200, """{"Id":"sha256:def"}"""));

        (await engine.Engine.FindImageAsync("missing", default)).Should().BeNull();
        (await engine.Engine.FindImageAsync("there", default)).Should().Be("sha256:def");
    }

    [Test]
    public async Task A_failed_pull_names_the_image_and_the_reason()
    {
        await using var engine = await FakeEngine.StartAsync(("POST /images/create", 404, """{"message":"manifest unknown"}"""));

        (await FailureAsync(() => engine.Engine.PullImageAsync("vendor/x:1", _ => { }, default))).Should()
            .StartWith("The image vendor/x:1 is not on this machine and cannot be pulled: ").And
            .Contain("manifest unknown. Check");
    }

    [Test]
    public async Task A_pull_that_fails_half_way_says_why()
    {
        const string output = """
            {"status":"Downloading","progressDetail":{"current":5,"total":10},"id":"abc"}
            {"errorDetail":{"message":"no space left on device"},"error":"no space left on device"}
            """;
        await using var engine = await FakeEngine.StartAsync(("POST /images/create", 200, output));
        var steps = new List<string>();

        (await FailureAsync(() => engine.Engine.PullImageAsync("vendor/x", steps.Add, default))).Should()
            .Contain("cannot be pulled: no space left on device. Check");
        steps.Should().Equal("layer abc: downloading 50 %");
        engine.Requests.Should().ContainSingle().Which.Should().Contain("fromImage=vendor%2Fx%3Alatest", "one tag, not all");
    }

    [Test]
    public async Task Images_that_the_kit_built_are_removed_unless_a_container_has_them()
    {
        const string images = """
            [{"Id":"sha256:a","RepoTags":["conformancekit/squid:1","conformancekit/squid:2"]},
             {"Id":"sha256:b","RepoTags":["<none>:<none>"]},{"Id":"sha256:c","RepoTags":null},
             {"Id":"sha256:d","RepoTags":["conformancekit/used:1"]},{"Id":"sha256:e","RepoTags":["conformancekit/gone:1"]}]
            """;
        await using var engine = await FakeEngine.StartAsync(
            ("GET /images/json", 200, images),
            ("DELETE /images/conformancekit/squid:1", 200, "[]"), ("DELETE /images/conformancekit/squid:2", 200, "[]"),
            ("DELETE /images/sha256:b", 200, "[]"), ("DELETE /images/sha256:c", 200, "[]"),
            ("DELETE /images/conformancekit/used:1", 409, """{"message":"in use"}"""));

        (await engine.Engine.RemoveImagesAsync(default)).Should()
            .Equal("conformancekit/squid:1", "conformancekit/squid:2", "sha256:b", "sha256:c");
        Uri.UnescapeDataString(engine.Requests.First()).Should().Contain("\"label\":").And.Contain("conformancekit.image")
            .And.NotContain("conformancekit=1");
    }

    [Test]
    public async Task A_build_gives_the_id_and_its_steps()
    {
        const string output = """
            {"stream":"Step 1/2 : FROM base\n"}
            {"stream":" ---> 1\n"}
            {"stream":"Step 2/2 : RUN make\n"}
            {"aux":{"ID":"sha256:abc"}}
            """;
        await using var engine = await FakeEngine.StartAsync(("POST /build", 200, output));
        using var folder = new TemporaryFolder();
        var steps = new List<string>();

        (await engine.Engine.BuildImageAsync(folder.Path, "name", steps.Add, default)).Should().Be("sha256:abc");

        steps.Should().Equal("step 1 of 2: FROM base", "step 2 of 2: RUN make");
        engine.Requests.Should().ContainSingle().Which.Should().Contain("forcerm=").And.MatchRegex("t=name%3A[0-9a-f]{12}(&|$)")
            .And.Contain("conformancekit.image");
    }

    [Test]
    public async Task A_failed_build_shows_its_last_fifteen_lines_without_colours_and_its_Dockerfile()
    {
        var output = string.Concat(Enumerable.Range(1, 20).Select(line => $$"""{"stream":"line {{line}}\n"}""" + "\n"))
            + """{"stream":"\u001b[91mE: no such package\u001b[0m\n"}""" + "\n"
            + """{"errorDetail":{"code":1,"message":"returned a non-zero code: 1"},"error":"returned a non-zero code: 1"}""";
        await using var engine = await FakeEngine.StartAsync(("POST /build", 200, output));
        using var folder = new TemporaryFolder();

        var message = await FailureAsync(() => engine.Engine.BuildImageAsync(folder.Path, "tag", _ => { }, default));

        message.Should().StartWith($"The image could not be built from {folder.Path}/Dockerfile. The build's last lines:")
            .And.Contain("line 20").And.Contain("E: no such package").And.EndWith("returned a non-zero code: 1")
            .And.NotContain("\u001b").And.NotContain("line 4\n");
        message.Split('\n').Should().HaveCount(16);
    }

    [Test]
    public async Task A_Dockerfile_that_the_engine_cannot_read_is_named()
    {
        await using var engine = await FakeEngine.StartAsync(
            ("POST /build", 400, """{"message":"dockerfile parse error line 1: unknown instruction: FORM"}"""));
        using var folder = new TemporaryFolder();

        (await FailureAsync(() => engine.Engine.BuildImageAsync(folder.Path, "tag", _ => { }, default))).Should()
            .StartWith($"The image could not be built from {folder.Path}/Dockerfile: ").And.EndWith("unknown instruction: FORM");
    }
}
