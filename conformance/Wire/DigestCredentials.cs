using System.Security.Cryptography;
using System.Text;
using ConformanceKit.Model;

namespace ConformanceKit.Wire;

/// <summary>Credentials of the Digest scheme (RFC 7616), with MD5 or SHA-256 and with or without <c>qop=auth</c>.</summary>
public static class DigestCredentials
{
    /// <summary>Answers a challenge.</summary>
    /// <param name="challenge">The challenge, of the scheme Digest.</param>
    /// <param name="user">The user's name.</param>
    /// <param name="password">The password.</param>
    /// <param name="method">The request's method.</param>
    /// <param name="uri">The value of the <c>uri</c> parameter; normally the request's target.</param>
    /// <returns>The value of Authorization or Proxy-Authorization.</returns>
    /// <exception cref="NotApplicableException">The challenge requires another algorithm or quality of protection.</exception>
    public static string Answer(AuthenticationChallenge challenge, string user, string password, string method, string uri) =>
        Answer(challenge, user, password, method, uri, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)));

    internal static string Answer(
        AuthenticationChallenge challenge, string user, string password, string method, string uri, string cnonce)
    {
        // 1. What the challenge requires (§3.3).
        var parameters = challenge.Parameters;
        var algorithm = parameters.GetValueOrDefault("algorithm", "MD5");
        var hash = HashOf(algorithm);
        var realm = parameters.GetValueOrDefault("realm", "");
        var nonce = parameters.GetValueOrDefault("nonce", "");
        var withQop = parameters.TryGetValue("qop", out var qop);
        if (withQop && !qop!.ListMembers().Contains("auth", StringComparer.OrdinalIgnoreCase))
        {
            throw new NotApplicableException(
                $"the challenge requires the quality of protection '{qop}', which the kit does not support");
        }

        // 2. The response (§3.4.1 to §3.4.3).
        var secret = hash($"{user}:{realm}:{password}");
        var request = hash($"{method}:{uri}");
        const string count = "00000001";
        var response = hash(withQop ? $"{secret}:{nonce}:{count}:{cnonce}:auth:{request}" : $"{secret}:{nonce}:{request}");

        // 3. The credentials (§3.4).
        List<string> answer =
        [
            $"username={Quoted(user)}", $"realm={Quoted(realm)}", $"nonce={Quoted(nonce)}", $"uri={Quoted(uri)}",
            $"response=\"{response}\"",
        ];
        if (parameters.ContainsKey("algorithm"))
            answer.Add($"algorithm={algorithm}");
        if (withQop)
            answer.Add($"qop=auth, nc={count}, cnonce={Quoted(cnonce)}");
        if (parameters.TryGetValue("opaque", out var opaque))
            answer.Add($"opaque={Quoted(opaque)}");
        return $"Digest {string.Join(", ", answer)}";
    }

    private static Func<string, string> HashOf(string algorithm) => algorithm.ToUpperInvariant() switch
    {
#pragma warning disable CA5351 // MD5 is the scheme's default, however weak; it protects nothing here.
        "MD5" => text => Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(text))),
#pragma warning restore CA5351
        "SHA-256" => text => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))),
        _ => throw new NotApplicableException(
            $"the challenge requires the algorithm '{algorithm}', which the kit does not support"),
    };

    private static string Quoted(string text) =>
        $"\"{text.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
