using ConformanceKit.Model;

namespace ConformanceKit.CommandLine.Options;

/// <summary>Bytes that an argument names: <c>@FILE</c>, or <c>-</c> for standard input.</summary>
/// <param name="standardInput">Opens standard input.</param>
internal sealed class InputBytes(Func<Stream> standardInput)
{
    /// <summary>The bytes, or null where the argument is a text of its own.</summary>
    /// <param name="argument">The argument.</param>
    /// <exception cref="UsageException">They cannot be read, or there are none.</exception>
    public byte[]? Read(string argument)
    {
        if (argument != "-" && !argument.StartsWith('@'))
            return null;
        var bytes = argument == "-" ? ReadInput() : ReadFile(argument[1..]);
        return bytes.Length > 0 ? bytes : throw new UsageException($"{argument}: there is nothing in it to send.");
    }

    private byte[] ReadInput()
    {
        using var input = standardInput();
        using var all = new MemoryStream();
        input.CopyTo(all);
        return all.ToArray();
    }

    private static byte[] ReadFile(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception fault) when (FileFault.Explains(fault))
        {
            throw new UsageException($"@{path}: {FileFault.Of(path, fault)}.");
        }
    }
}
