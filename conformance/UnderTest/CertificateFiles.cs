using ConformanceKit.Origins;

namespace ConformanceKit.UnderTest;

/// <summary>Where the program in a container finds the certificate that it shows to its clients.</summary>
/// <param name="Certificate">The absolute path of the certificate.</param>
/// <param name="Key">That of its key; null if the certificate's file holds both, as some programs want it.</param>
internal sealed record CertificateFiles(string Certificate, string? Key)
{
    /// <summary>The files.</summary>
    public IEnumerable<string> Paths => Key is null ? [Certificate] : [Certificate, Key];

    /// <summary>What is written into the container for listeners, path to text.</summary>
    /// <param name="listeners">The listeners; those that name the same files share a certificate.</param>
    /// <param name="hosts">The names and addresses of the container.</param>
    public static IReadOnlyDictionary<string, string> Contents(IEnumerable<Listener> listeners, IReadOnlyList<string> hosts)
    {
        var texts = new Dictionary<string, string>();
        foreach (var files in listeners.Select(listener => listener.Certificate).OfType<CertificateFiles>().Distinct())
        {
            var (certificate, key) = Certificates.Pem(hosts);
            texts[files.Certificate] = files.Key is null ? certificate + key : certificate;
            if (files.Key is not null)
                texts[files.Key] = key;
        }

        return texts;
    }
}
