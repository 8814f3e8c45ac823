namespace ConformanceKit.Reporting.Html;

/// <summary>The files that all pages share: the style sheet and the script. They are resources of this assembly.</summary>
internal static class SiteAssets
{
    /// <summary>The address of the style sheet.</summary>
    public const string Style = "assets/site.css";

    /// <summary>The address of the script.</summary>
    public const string Script = "assets/site.js";

    /// <summary>The text of a file.</summary>
    /// <param name="address">Its address within the site.</param>
    public static string Read(string address)
    {
        using var resource = typeof(SiteAssets).Assembly.GetManifestResourceStream(Path.GetFileName(address))!;
        using var reader = new StreamReader(resource);
        return reader.ReadToEnd();
    }
}
