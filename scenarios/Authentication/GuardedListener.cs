using System.Text;
using ConformanceKit.Mutants;
using ConformanceKit.ReferenceProxy.Authentication;

namespace ConformanceKit.Scenarios.Authentication;

/// <summary>Flaws that only a listener that requires credentials has.</summary>
internal static class GuardedListener
{
    private const string Field = "Proxy-Authorization";

    /// <summary>Changes a request's head; the edit gets the users who may use the proxy.</summary>
    public static Flaw Request(Action<Head, IReadOnlyList<Credential>> edit)
    {
        IReadOnlyList<Credential> users = [];
        return new Flaw()
            .Options(options =>
            {
                users = options.Credentials;
                return options;
            })
            .Request(head =>
            {
                if (users.Count > 0)
                    edit(head, users);
            });
    }

    /// <summary>Answers in place of the reference.</summary>
    public static Flaw Answer(Func<Head, string?> answer)
    {
        var isGuarded = false;
        return new Flaw()
            .Options(options =>
            {
                isGuarded = options.Credentials.Count > 0;
                return options;
            })
            .Answer(head => isGuarded ? answer(head) : null);
    }

    /// <summary>
    /// The user-id and password of a request's Basic credentials, each character one byte; null if there are none.
    /// </summary>
    public static (string User, string Password)? Basic(this Head head)
    {
        if (head.Field(Field)?.Split(' ') is not [var scheme, var token]
            || !scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var bytes = new byte[token.Length];
        if (!Convert.TryFromBase64String(token, bytes, out var length))
            return null;
        return Encoding.Latin1.GetString(bytes, 0, length).Split(':', 2) is [var user, var password] ? (user, password) : null;
    }

    /// <summary>Gives a request Basic credentials.</summary>
    public static void LogIn(this Head head, string user, string password) =>
        head.Set(Field, "Basic " + Convert.ToBase64String(Encoding.Latin1.GetBytes($"{user}:{password}")));

    /// <summary>Gives a request credentials that are accepted.</summary>
    public static void LogIn(this Head head, IReadOnlyList<Credential> users) => head.LogIn(users[0].User, users[0].Password);
}
