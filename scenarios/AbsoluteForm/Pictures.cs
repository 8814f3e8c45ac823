using System.Text;

namespace ConformanceKit.Scenarios.AbsoluteForm;

/// <summary>Images that an origin serves.</summary>
internal static class Pictures
{
    private const string Stored =
        "iVBORw0KGgoAAAANSUhEUgAAABAAAAAQCAAAAAA6mKC9AAABG0lEQVR4AQEQAe/+AAAAAAAAAAAAAAAAAAAAAAAAAAECAwQFBgcICQoLDA0ODwAA"
        + "AgQGCAoMDhASFBYYGhweAAADBgkMDxIVGBseISQnKi0AAAQIDBAUGBwgJCgsMDQ4PAAABQoPFBkeIygtMjc8QUZLAAAGDBIYHiQqMDY8QkhOVFoA"
        + "AAcOFRwjKjE4P0ZNVFtiaQAACBAYICgwOEBIUFhgaHB4AAAJEhskLTY/SFFaY2x1focAAAoUHigyPEZQWmRueIKMlgAACxYhLDdCTVhjbnmEj5ql"
        + "AAAMGCQwPEhUYGx4hJCcqLQAAA0aJzRBTltodYKPnKm2wwAADhwqOEZUYnB+jJqotsTSAAAPHi08S1ppeIeWpbTD0uGvXjhBGkrUkQAAAABJRU5E"
        + "rkJggg==";

    /// <summary>
    /// 16 by 16 grey pixels, uncompressed so that a proxy has something to gain by changing them; each character is one byte.
    /// </summary>
    public static string Png { get; } = Encoding.Latin1.GetString(Convert.FromBase64String(Stored));
}
