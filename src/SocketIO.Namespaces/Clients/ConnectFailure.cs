using System.Security.Authentication;
using SocketIO.Namespaces.Transports;

namespace SocketIO.Namespaces.Clients;

/// <summary>Tells failures that pass by themselves from those that somebody must mend.</summary>
internal static class ConnectFailure
{
    /// <summary>Whether trying again soon is pointless: the server forbids it or does not know the path, its certificate is not trusted, or it
    /// speaks another protocol.</summary>
    public static bool IsPermanent(Exception? failure)
        => failure is SocketIOConnectException { InnerException: SocketIOProtocolException }
            || Causes(failure).Any(cause => cause is TransportException { IsPermanent: true } or SocketIOProtocolException { IsVersionMismatch: true } or AuthenticationException);

    /// <summary>How long the server asks to be left alone, where it does.</summary>
    public static TimeSpan? RetryAfter(Exception? failure)
        => Causes(failure).OfType<TransportException>().FirstOrDefault(cause => cause.RetryAfter is not null)?.RetryAfter;

    private static IEnumerable<Exception> Causes(Exception? failure)
    {
        for (var cause = failure; cause is not null; cause = cause.InnerException)
            yield return cause;
    }
}
