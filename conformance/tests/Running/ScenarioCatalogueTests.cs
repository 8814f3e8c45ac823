using System.Reflection;
using ConformanceKit.Model;
using ConformanceKit.Running.Authoring;
using ConformanceKit.Running.Cases;
using ConformanceKit.SamplePack;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Tests.Running;

internal sealed class ScenarioCatalogueTests
{
    [Test]
    public void A_case_is_found_by_its_id_with_everything_that_the_attribute_says()
    {
        var requirement = ScenarioCatalogue.Of(typeof(Endings).Assembly).Find("dependencies/on-pass")!.Requirement;

        requirement
            .Should().Be(new Requirement("dependencies/on-pass", "practice", Level.Must, "Needs a pass", "dependencies/base"));
        requirement.Group.Should().Be("dependencies");
        ScenarioCatalogue.Of(typeof(Endings).Assembly).Find("endings/must")!.Requirement.Title.Should().Be("What must be is");
    }

    [TestCase("dependencies/on-pass", "dependencies/base")]
    [TestCase("dependencies/on-fail", "endings/must")]
    [TestCase("dependencies/base", null)]
    [TestCase("dependencies/feature", null)]
    [TestCase("endings/pass", null)]
    public void A_case_depends_on_what_its_group_does_unless_its_row_or_its_attribute_says_otherwise(string id,
        string? expected) =>
        ScenarioCatalogue.Of(typeof(Endings).Assembly).Find(id)!.Requirement.DependsOn.Should().Be(expected);

    [Test]
    public void Cases_come_sorted_by_id() =>
        ScenarioCatalogue.Of(typeof(Endings).Assembly).Cases.Select(scenario => scenario.Requirement.Id)
            .Should().BeInAscendingOrder(StringComparer.Ordinal);

    [TestCase(nameof(Wrong.NoGroup), "is not a scenario id")]
    [TestCase(nameof(Wrong.UpperCase), "is not a scenario id")]
    [TestCase(nameof(Wrong.NoRow), "'group/other' has no row")]
    [TestCase(nameof(Wrong.NoTask), "must return Task")]
    [TestCase(nameof(Wrong.NoInput), "takes 1 arguments")]
    [TestCase(nameof(Wrong.TooManyArguments), "takes 1 arguments")]
    public void A_method_that_cannot_run_is_refused(string method, string expected) =>
        FluentActions.Invoking(() => ScenarioCase.Of(typeof(Wrong).GetMethod(method)!))
            .Should().Throw<HarnessException>().WithMessage($"*{expected}*");

    [Test]
    public void A_method_without_the_attribute_is_no_case() =>
        ScenarioCase.Of(MethodBase.GetCurrentMethod() as MethodInfo ?? throw new InvalidOperationException()).Should().BeEmpty();

    [TestCase(nameof(Two.First), "two/first/h2c", "h2c", null)]
    [TestCase(nameof(Two.Second), "two/second/h2c", null, "two/first/h2c")]
    [TestCase(nameof(Two.Third), "two/third/h2c", null, "group/row")]
    public void A_case_on_another_listener_has_its_preconditions_there_too(
        string method, string id, string? feature, string? dependsOn)
    {
        var cases = ScenarioCase.Of(typeof(Two).GetMethod(method)!);

        cases.Should().HaveCount(2);
        var (first, second) = (cases[0].Requirement, cases[1].Requirement);
        second.Should().Be(first with
        {
            Id = id,
            Title = $"{first.Title}, through H2C",
            Remark = "Both.",
            Feature = feature,
            DependsOn = dependsOn,
            Through = "h2c",
        });
    }

    private abstract class Two
    {
        [Requirement("two/first", Feature = "h2")]
        public static Task First() => Task.CompletedTask;

        [Requirement("two/second")]
        public static Task Second() => Task.CompletedTask;

        [Requirement("two/third")]
        public static Task Third() => Task.CompletedTask;
    }

    // Abstract, so that NUnit does not treat it as a fixture.
    private abstract class Wrong
    {
        [Requirement("lonely")]
        public static Task NoGroup() => Task.CompletedTask;

        [Requirement("Group/row")]
        public static Task UpperCase() => Task.CompletedTask;

        [Requirement("group/other")]
        public static Task NoRow() => Task.CompletedTask;

        [Requirement("group/row")]
        public static void NoTask()
        {
        }

        [Requirement("group/row")]
        public static Task<string> NoInput(string text) => Task.FromResult(text);

        [Requirement("group/row")]
        [Input("one", "a", "b")]
        public static Task<string> TooManyArguments(string text) => Task.FromResult(text);
    }
}
