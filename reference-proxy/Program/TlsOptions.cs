using System.CommandLine;
using System.CommandLine.Parsing;
using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using ConformanceKit.ReferenceProxy.Tls;

namespace ConformanceKit.ReferenceProxy.Program;

/// <summary>The options for clients that speak TLS to the proxy itself.</summary>
internal static class TlsOptions
{
    /// <summary>Where to listen.</summary>
    public static readonly Option<IPEndPoint?> Listen = Value<IPEndPoint?>("--tls-listen", "ADDRESS:PORT", OptionValues.EndPoint,
        "Where to listen for clients that speak TLS to the proxy itself (curl -x https://...).");

    /// <summary>The file with the certificate.</summary>
    public static readonly Option<string?> Certificate = Value<string?>("--certificate", "FILE", text => text,
        "The certificate to show, in PEM, and those that lead to its authority. Without it, one is made for localhost.");

    /// <summary>The file with the certificate's key.</summary>
    public static readonly Option<string?> Key = Value<string?>("--key", "FILE", text => text,
        "The key of the certificate, in PEM.");

    /// <summary>The file for the authority's certificate.</summary>
    public static readonly Option<string?> AuthorityOut = Value<string?>("--ca-out", "FILE", OptionValues.WritableFile,
        "Where to write the authority of the certificate that is made (curl --proxy-cacert FILE).");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Option> All { get; } = [Listen, Certificate, Key, AuthorityOut];

    /// <summary>What is wrong with the options together; null if nothing is.</summary>
    public static string? Mistake(CommandResult parsed)
    {
        var given = All.Skip(1).FirstOrDefault(option => parsed.GetResult(option) is not null);
        if (given is not null && parsed.GetValue(Listen) is null)
            return $"{given.Name} needs --tls-listen.";
        if (parsed.GetValue(Certificate) is null != parsed.GetValue(Key) is null)
            return "--certificate and --key belong together.";
        return parsed.GetValue(Certificate) is not null && parsed.GetValue(AuthorityOut) is not null
            ? "--ca-out is for the certificate that is made: give it without --certificate."
            : null;
    }

    /// <summary>Reads the certificate, or makes one and writes its authority; null without <c>--tls-listen</c>.</summary>
    /// <exception cref="FormatException">A file is not what it should be, or cannot be written; the message says which.</exception>
    public static SslStreamCertificateContext? ReadCertificate(ParseResult parsed)
    {
        if (parsed.GetValue(Listen) is not { } listen)
            return null;
        try
        {
            if (parsed.GetValue(Certificate) is { } file)
                return ServerCertificate.Read(file, parsed.GetValue(Key)!);
            var (authority, server) = ServerCertificate.Make(listen.Address);
            if (parsed.GetValue(AuthorityOut) is { } path)
                File.WriteAllText(path, authority.ExportCertificatePem() + "\n");
            return server;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new FormatException(failure.Message.TrimEnd('.'), failure);
        }
    }

    private static Option<T> Value<T>(string name, string value, Func<string, T> parse, string text) =>
        new(name)
        {
            Description = text,
            HelpName = value,
            CustomParser = argument => OptionValues.Read(argument, parse) is [var only] ? only : default,
        };
}
