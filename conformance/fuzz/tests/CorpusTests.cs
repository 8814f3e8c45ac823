namespace ConformanceKit.Fuzz.Tests;

/// <summary>
/// The corpora, without a fuzzer: what parsers have to cope with from the beginning, and whatever has once been a finding.
/// </summary>
internal sealed class CorpusTests
{
    private static IEnumerable<TestCaseData> Inputs => Targets.All.SelectMany(target => Corpus.FilesIn(Corpus.FolderOf(target))
        .Select(file => new TestCaseData(target.Name, file).SetArgDisplayNames(target.Name, Path.GetFileName(file))));

    [TestCaseSource(nameof(Inputs))]
    public void An_input_of_the_corpus_is_no_finding(string target, string file)
    {
        var trying = () => Targets.Find(target)!.Try(File.ReadAllBytes(file));

        trying.Should().NotThrow();
    }

    [Test]
    public void Every_target_has_a_corpus_and_every_corpus_a_target() =>
        Directory.GetDirectories(Path.GetDirectoryName(Corpus.FolderOf(Targets.All[0]))!).Select(Path.GetFileName)
            .Should().BeEquivalentTo(Targets.All.Select(target => target.Name));

    [Test]
    public void A_corpus_is_small() =>
        Targets.All.Select(Corpus.FolderOf).SelectMany(Corpus.FilesIn).Select(file => new FileInfo(file))
            .Should().OnlyContain(file => file.Length < 16 * 1024);

    // A target that accepts whatever it gets would find nothing.
    [TestCase("reference-request", "GET http://a/ HTTP/1.1\r\nHost: a\r\n\r\n")]
    [TestCase("kit-structured", "a;b=1")]
    [TestCase("kit-report", "{}")]
    public void A_target_takes_what_is_right_and_what_its_parser_refuses(string target, string input)
    {
        var trying = () => Targets.Find(target)!.Try(System.Text.Encoding.ASCII.GetBytes(input));

        trying.Should().NotThrow();
    }

    [Test]
    public void What_depends_on_the_pieces_is_a_finding()
    {
        var trying = () => Pieces.SameInAll(size => $"{size}");

        trying.Should().Throw<FindingException>().WithMessage("in pieces of 1:*");
    }
}
