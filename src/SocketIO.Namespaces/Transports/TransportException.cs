using System.Net;
using System.Security.Authentication;

namespace SocketIO.Namespaces.Transports;

/// <summary>A transport could not be opened, or broke.</summary>
/// <param name="message">What happened, without secrets.</param>
/// <param name="innerException">The cause, if there is one.</param>
internal sealed class TransportException(string message, Exception? innerException = null) : Exception(message, innerException)
{
    /// <summary>The HTTP status of the refusal, where there was one.</summary>
    public HttpStatusCode? StatusCode { get; init; }

    /// <summary>How long the server asks to be left alone (<c>Retry-After</c>), where it does.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Whether no connection came about at all (name, address, TLS), so that another transport would fare no better.</summary>
    public bool IsUnreachable { get; init; }

    /// <summary>Whether trying again soon is of no use: somebody has to change something first.</summary>
    public bool IsPermanent =>
        StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.NotFound or HttpStatusCode.ProxyAuthenticationRequired or (>= (HttpStatusCode)300 and < (HttpStatusCode)400)
        || HasCause<AuthenticationException>(this);

    private static bool HasCause<TException>(Exception? exception)
    {
        for (; exception is not null; exception = exception.InnerException)
        {
            if (exception is TException) return true;
        }

        return false;
    }
}
