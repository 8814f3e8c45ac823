using ConformanceKit.ReferenceProxy.Explaining;

namespace ConformanceKit.ReferenceProxy.Tests.Explaining;

internal sealed class FrameNoteTests
{
    [TestCase("DATA, stream 3, END_STREAM: 5 bytes", "DATA", 3, "5 bytes", 1)]
    [TestCase("DATA, stream 3, in 12 frames", "DATA", 3, "", 12)]
    [TestCase("SETTINGS, ACK", "SETTINGS", 0, "", 1)]
    [TestCase("frame of type 0xfa, stream 1: 3 bytes", "frame of type 0xfa", 1, "3 bytes", 1)]
    [TestCase("connection preface", "connection preface", 0, "", 1)]
    public void A_note_is_read_again(string note, string name, int stream, string content, int count)
    {
        var read = FrameNote.Of(note)!;

        (read.Name, read.Stream, read.Content, read.Count).Should().Be((name, stream, content, count));
    }

    [TestCase("")]
    [TestCase("in 12 reads")]
    [TestCase("to 127.0.0.1:1")]
    public void Another_note_is_none(string note) => FrameNote.Of(note).Should().BeNull();
}
