using System.CommandLine.Parsing;
using System.Globalization;
using System.Net;
using ConformanceKit.ReferenceProxy.Authentication;
using ConformanceKit.ReferenceProxy.Dialling;

namespace ConformanceKit.ReferenceProxy.Program;

/// <summary>The values on the command line. Every mistake is a <see cref="FormatException"/> with one clear sentence.</summary>
internal static class OptionValues
{
    /// <summary>Reads the values given for one option, and reports a mistake as an error of the command line.</summary>
    public static IReadOnlyList<T> Read<T>(ArgumentResult argument, Func<string, T> parse)
    {
        try
        {
            return [.. argument.Tokens.Select(token => parse(token.Value))];
        }
        catch (Exception mistake) when (mistake is FormatException or IOException or UnauthorizedAccessException)
        {
            var option = (argument.Parent as OptionResult)?.Option.Name;
            argument.AddError($"{option}: {mistake.Message}");
            return [];
        }
    }

    /// <summary><c>ADDRESS:PORT</c>, IPv6 in brackets.</summary>
    public static IPEndPoint EndPoint(string text) =>
        text.LastIndexOf(':') > text.LastIndexOf(']') && text.LastIndexOf(':') > 0 && IPEndPoint.TryParse(text, out var endPoint)
            ? endPoint
            : throw new FormatException($"'{text}' is not an address and a port, such as 127.0.0.1:3128 or [::1]:3128.");

    /// <summary><c>10.0.0.0/8</c>, or one address.</summary>
    public static IPNetwork Network(string text)
    {
        if (IPAddress.TryParse(text, out var address))
            return new IPNetwork(address, address.GetAddressBytes().Length * 8);
        return IPNetwork.TryParse(text, out var network)
            ? network
            : throw new FormatException($"'{text}' is not a network or an address, such as 10.0.0.0/8.");
    }

    /// <summary><c>80,443,8000-8999</c>.</summary>
    public static PortRange[] Ports(string text) => [.. text.Split(',').Select(range => PortRange.Parse(range.Trim(' ')))];

    /// <summary>A number of seconds, which may have decimals.</summary>
    public static double Seconds(string text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
        && seconds is > 0 and < 1e6
            ? seconds
            : throw new FormatException($"'{text}' is not a number of seconds.");

    /// <summary>A limit: a number of at least 1.</summary>
    public static int Limit(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit > 0
            ? limit
            : throw new FormatException($"'{text}' is not a number from 1 to {int.MaxValue}.");

    /// <summary>
    /// A file that can be written. It is opened now, because an error at the end of a session would come too late.
    /// </summary>
    public static string WritableFile(string path)
    {
        if (path.Length == 0)
            throw new FormatException("there is no file name.");
        File.Open(path, FileMode.OpenOrCreate, FileAccess.Write).Dispose();
        return path;
    }

    /// <summary>
    /// A file with one <c>user:password</c> per line. An empty one is an error: it would silently disable authentication.
    /// </summary>
    public static Credential[] CredentialsFile(string path)
    {
        var lines = File.ReadLines(path).Where(line => line.Length > 0 && line[0] != '#').ToList();
        return lines.Count > 0
            ? [.. lines.Select(Credential.Parse)]
            : throw new FormatException($"there are no credentials in '{path}'.");
    }
}
