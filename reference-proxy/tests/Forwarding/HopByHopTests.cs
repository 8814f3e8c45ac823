using ConformanceKit.ReferenceProxy.Forwarding;

namespace ConformanceKit.ReferenceProxy.Tests.Forwarding;

internal sealed class HopByHopTests
{
    [Test]
    public void Nominated_fields_and_Connection_are_removed() =>
        Kept("Connection: X-Hop", "x-hop: 1", "X-Hop: 2", "X-Kept: 3").Should().Equal("X-Kept");

    [Test]
    public void Case_and_empty_members_do_not_matter() =>
        Kept("Connection: , x-HOP ,,", "Connection:", "CONNECTION: other", "X-Hop: 1", "Other: 2").Should().BeEmpty();

    [TestCase("Keep-Alive")]
    [TestCase("Proxy-Connection")]
    [TestCase("TE")]
    [TestCase("Upgrade")]
    [TestCase("Trailer")]
    [TestCase("Transfer-Encoding")]
    [TestCase("Proxy-Authorization")]
    public void These_are_removed_even_without_nomination(string name) => Kept($"{name}: x").Should().BeEmpty();

    [TestCase("Host")]
    [TestCase("Content-Length")]
    [TestCase("Via")]
    [TestCase("Max-Forwards")]
    [TestCase("Early-Data")]
    public void These_cannot_be_nominated(string name) => Kept($"Connection: {name}", $"{name}: x").Should().Equal(name);

    [TestCase("X-Connection")]
    [TestCase("Connections")]
    [TestCase("Authorization")]
    [TestCase("WWW-Authenticate")]
    [TestCase("Set-Cookie")]
    [TestCase("If-None-Match")]
    public void Everything_else_is_kept_in_order(string name) =>
        Kept("B: 1", $"{name}: 2", "B: 3").Should().Equal("B", name, "B");

    private static IEnumerable<string> Kept(params string[] lines) =>
        HopByHop.Remove(Octets.Fields(lines)).Select(line => line.Name);
}
