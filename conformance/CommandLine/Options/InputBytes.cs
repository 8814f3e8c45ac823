using ConformanceKit.Model;

namespace ConformanceKit.CommandLine.Options;

/// <summary>Bytes that an argument names: <c>@FILE</c>, or <c>-</c> for standard input.</summary>
/// <param name="standardInput">Opens standard input.</param>
internal sealed class InputBytes(Func<Stream> standardInput)
{
    // More than a request needs; a device or a pipe may have no end.
    private const int Most = 16 * 1024 * 1024;

    /// <summary>The bytes, or null where the argument is a text of its own.</summary>
    /// <param name="argument">The argument.</param>
    /// <exception cref="UsageException">They cannot be read, or there are none.</exception>
    public byte[]? Read(string argument)
    {
        if (argument != "-" && !argument.StartsWith('@'))
            return null;
        var bytes = ReadAll(argument);
        return bytes.Length switch
        {
            0 => throw new UsageException($"{argument}: there is nothing in it to send."),
            > Most => throw new UsageException($"{argument}: there is more in it than 16 MiB."),
            _ => bytes,
        };
    }

    private byte[] ReadAll(string argument)
    {
        var path = argument == "-" ? argument : argument[1..];
        try
        {
            using var input = argument == "-" ? standardInput() : File.OpenRead(path);
            var bytes = new byte[Most + 1];
            return bytes[..input.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)];
        }
        catch (Exception fault) when (FileFault.Explains(fault))
        {
            throw new UsageException($"{argument}: {FileFault.Of(path, fault)}.");
        }
    }
}
