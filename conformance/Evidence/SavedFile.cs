using ConformanceKit.Model;
using Microsoft.Win32.SafeHandles;

namespace ConformanceKit.Evidence;

/// <summary>
/// The file of a saved report, for as long as its evidence may be needed. It stays open, so that it may be moved or deleted in
/// the meantime. What cannot be read twice, such as a pipe, is kept in memory.
/// </summary>
internal sealed class SavedFile
{
    private readonly string _path;
    private readonly SafeFileHandle? _handle;
    private readonly byte[]? _kept;

    /// <summary>Opens a file.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="keep">Whether to keep its bytes in memory, because something will be written to it.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    public SavedFile(string path, bool keep)
    {
        _path = path;
        using var stream = File.Open(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        if (keep || !stream.CanSeek || stream.Length == 0)
            _kept = All(stream);
        else
            _handle = File.OpenHandle(path, share: FileShare.ReadWrite | FileShare.Delete, options: FileOptions.RandomAccess);
        Length = _kept?.Length ?? checked((int)RandomAccess.GetLength(_handle!));
    }

    /// <summary>How many bytes it has.</summary>
    public int Length { get; }

    /// <summary>Some of its bytes.</summary>
    /// <param name="start">Where they begin.</param>
    /// <param name="length">How many.</param>
    /// <exception cref="HarnessException">They are not there any more.</exception>
    public ReadOnlySpan<byte> Read(long start, int length)
    {
        if (_kept is not null)
            return _kept.AsSpan((int)start, length);
        var bytes = new byte[length];
        for (var done = 0; done < length;)
        {
            var read = RandomAccess.Read(_handle!, bytes.AsSpan(done), start + done);
            if (read == 0)
                throw Changed(null);
            done += read;
        }
        return bytes;
    }

    /// <summary>The failure of a file that has other bytes than when it was opened.</summary>
    public HarnessException Changed(Exception? fault) =>
        new($"{_path} was changed while its evidence was needed; run the command again.", fault);

    private static byte[] All(Stream stream)
    {
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}
