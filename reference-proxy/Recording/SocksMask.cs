namespace ConformanceKit.ReferenceProxy.Recording;

/// <summary>
/// Finds the password in what a client of SOCKS5 sends: after the offer of methods, <c>VER ULEN UNAME PLEN PASSWD</c> (RFC 1929
/// §2). It takes byte by byte, because a message may arrive in pieces. What begins with another byte is not SOCKS5.
/// </summary>
internal sealed class SocksMask
{
    private const byte Version = 5;
    private const byte SubnegotiationVersion = 1;

    private Place _next = Place.Version;
    private int _left;

    // Which byte comes next. Once there can be no password any more, that is of no interest.
    private enum Place
    {
        Version,
        MethodCount,
        Methods,
        Subnegotiation,
        UserLength,
        User,
        PasswordLength,
        Password,
        Over,
    }

    /// <summary>Whether the next byte belongs to the password.</summary>
    public bool IsSecret(byte next)
    {
        switch (_next)
        {
            case Place.Version:
                _next = next == Version ? Place.MethodCount : Place.Over;
                break;
            case Place.MethodCount:
                Skip(next, Place.Methods);
                break;
            case Place.Subnegotiation:
                _next = next == SubnegotiationVersion ? Place.UserLength : Place.Over;
                break;
            case Place.UserLength:
                Skip(next, Place.User);
                break;
            case Place.PasswordLength:
                Skip(next, Place.Password);
                break;
            case Place.Over:
                break;
            default:
                return Count();
        }

        return false;
    }

    // A part may be empty.
    private void Skip(int length, Place part)
    {
        _left = length;
        _next = length > 0 ? part : part + 1;
    }

    private bool Count()
    {
        var isPassword = _next == Place.Password;
        _left--;
        if (_left == 0)
            _next++;
        return isPassword;
    }
}
