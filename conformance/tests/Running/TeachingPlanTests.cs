using System.Text;
using ConformanceKit.Model;
using ConformanceKit.Running.Cases;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Tests.Running;

internal sealed class TeachingPlanTests
{
    [Test]
    public void A_lesson_may_have_a_table() =>
        Read("""["A", "B"]""", """["question", "a", "b"]""").Lessons[0].Comparison!.Rows[0].Should().Equal("question", "a", "b");

    [TestCase("""["question", "a"]""")]
    [TestCase("""["question", "a", "b", "c"]""")]
    public void Every_row_has_a_cell_for_each_column(string row) =>
        FluentActions.Invoking(() => Read("""["A", "B"]""", row)).Should().Throw<HarnessException>()
            .WithMessage("the plan: every row of 'table' has to have 3 cells.");

    [Test]
    public void A_lesson_is_about_a_scenario() =>
        FluentActions.Invoking(() => Read("[]", """["question"]""", "none")).Should().Throw<HarnessException>()
            .WithMessage("the plan names 'none', which is not a scenario.");

    private static TeachingPlan Read(string columns, string row, string scenario = "some") => TeachingPlan.Read(
        new MemoryStream(Encoding.UTF8.GetBytes(
            $$"""
            {"introduction": [], "closing": [], "lessons": [{"title": "t", "text": "t", "case": "{{scenario}}", "exercises": [],
             "comparison": {"title": "table", "columns": {{columns}}, "rows": [{{row}}] } } ] }
            """)),
        "the plan", id => id == "some");
}
