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
    [TestCase("HTTP2-Settings")]
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

    [TestCase("X-Hop\u00a0")]
    [TestCase("\u0085X-Hop")]
    [TestCase("X-Hop X-Hop")]
    public void A_member_ends_with_its_last_character_not_with_what_NET_calls_white_space(string member) =>
        Kept($"Connection: {member}", "X-Hop: 1").Should().Equal("X-Hop");

    [Test]
    public void Each_name_is_looked_up_once_however_many_there_are()
    {
        var names = new CountingComparer();
        var nominations = string.Join(',', Enumerable.Range(0, 5_000).Select(i => $"n{i}"));
        var fields = Enumerable.Range(0, 5_000).Select(i => $"f{i}: 1").Prepend($"Connection: {nominations}").ToArray();

        HopByHop.Remove(Bytes.Fields(fields), names).Should().HaveCount(5_000);
        names.Compared.Should().BeLessThan(100_000, "each of 10,000 names is hashed, and compared with what has the same hash");
    }

    private sealed class CountingComparer : IEqualityComparer<string>
    {
        public int Compared { get; private set; }

        public bool Equals(string? x, string? y)
        {
            Compared++;
            return StringComparer.OrdinalIgnoreCase.Equals(x, y);
        }

        public int GetHashCode(string obj)
        {
            Compared++;
            return StringComparer.OrdinalIgnoreCase.GetHashCode(obj);
        }
    }

    private static IEnumerable<string> Kept(params string[] lines) =>
        HopByHop.Remove(Bytes.Fields(lines)).Select(line => line.Name);
}
