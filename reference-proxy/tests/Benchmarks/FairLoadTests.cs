using ConformanceKit.ReferenceProxy.Benchmarks.Load;

namespace ConformanceKit.ReferenceProxy.Tests.Benchmarks;

/// <summary>What the fairness loads send, and how they count.</summary>
internal sealed class FairLoadTests
{
    [Test]
    public void First_comes_what_comes_once_and_then_the_same_without_end()
    {
        var pouring = new Pouring("first ", "again ");
        var sent = new StringBuilder();
        while (sent.Length < 200_000)
        {
            var next = pouring.Next[..Math.Min(1000, pouring.Next.Length)];
            sent.Append(Encoding.ASCII.GetString(next));
            pouring.Sent(next.Length);
        }

        sent.ToString().Should().MatchRegex("^first (again )+(again?|ag?a?)?$");
        pouring.Restart();
        pouring.Next[..6].SequenceEqual("first "u8).Should().BeTrue();
    }

    [Test]
    public void Where_nothing_comes_again_nothing_comes()
    {
        var pouring = new Pouring("only", "");
        pouring.Sent(4);
        pouring.Next.IsEmpty.Should().BeTrue();
    }

    [Test]
    public void One_that_waits_long_counts_for_those_that_it_kept_from_beginning()
    {
        var times = new Times(TimeSpan.FromMilliseconds(5));
        times.Add(TimeSpan.FromMilliseconds(1));
        times.Add(TimeSpan.FromMilliseconds(22));

        // The times are 1, and 22, 17, 12, 7, 2.
        times.Percentile(0).Should().BeApproximately(1, 0.01);
        times.Percentile(0.5).Should().BeApproximately(7, 0.01);
        times.Percentile(1).Should().BeApproximately(22, 0.01);
    }
}
