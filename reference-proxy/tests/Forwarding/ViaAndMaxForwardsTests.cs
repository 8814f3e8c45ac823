using ConformanceKit.ReferenceProxy.Forwarding;

namespace ConformanceKit.ReferenceProxy.Tests.Forwarding;

internal sealed class ViaAndMaxForwardsTests
{
    [TestCase("Via: 1.1 me", false)]
    [TestCase("Via: 1.1 me, 1.0 other, 1.1 ME (again)", true)]
    [TestCase("Via: 1.1 other (me), 1.1 another (me)", false)]
    [TestCase("Via: 1.1\tme , HTTP/1.0  me\t(again)", true)]
    [TestCase("Via: 1.1 me(x),1.1 me", true)]
    [TestCase("Via: 1.1 other (a, 1.1 me , 1.1 me )", false)]
    [TestCase("Via: 1.1 other (a \\) (b), 1.1 me ), 1.1 me, 1.1 me", true)]
    [TestCase("Via: 1.1 me\u00a0, 1.1 me", false)]
    [TestCase("Via: , , me, 1.1", false)]
    public void Passing_twice_is_a_loop(string field, bool loop) =>
        Via.IsLoop(Bytes.Fields(field), "me").Should().Be(loop);

    [TestCase("TRACE", "Max-Forwards: 0", 0)]
    [TestCase("OPTIONS", "Max-Forwards: 5", 5)]
    [TestCase("OPTIONS", "Max-Forwards: 99999999999999999999", int.MaxValue)]
    [TestCase("OPTIONS", "X: y", null)]
    [TestCase("GET", "Max-Forwards: 0", null)]
    public void It_counts_for_TRACE_and_OPTIONS(string method, string field, int? expected) =>
        MaxForwards.Parse(method, Bytes.Fields(field)).Value.Should().Be(expected);

    [TestCase("Max-Forwards: -1")]
    [TestCase("Max-Forwards: x")]
    [TestCase("Max-Forwards: 5\u00a0")]
    [TestCase("Max-Forwards: 5, 5")]
    [TestCase("Max-Forwards:")]
    public void What_is_not_a_number_is_rejected(string field) =>
        MaxForwards.Parse("TRACE", Bytes.Fields(field)).Rejected.Should().Be(RejectionReason.InvalidMaxForwards);
}
