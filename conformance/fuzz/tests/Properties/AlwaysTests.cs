namespace ConformanceKit.Fuzz.Tests.Properties;

internal sealed class AlwaysTests
{
    [Test]
    public void The_inputs_are_many_and_the_same_each_time()
    {
        var (first, second) = (new List<int>(), new List<int>());

        Gen.Int.Holds(first.Add);
        Gen.Int.Holds(second.Add);

        first.Distinct().Should().HaveCountGreaterThan(200);
        second.Should().Equal(first);
    }

    [Test]
    public void A_failure_names_the_seed_that_repeats_it()
    {
        var trying = () => Gen.Int[0, 1000].Holds(number => number.Should().BeLessThan(900));
        var seed = trying.Should().Throw<CsCheckException>().Which.Message.Split('"')[1];

        var again = () => Gen.Int[0, 1000].Sample(number => number.Should().BeLessThan(900), seed: seed, iter: 1, threads: 1);
        again.Should().Throw<CsCheckException>().WithMessage($"*{seed}*");
    }
}
