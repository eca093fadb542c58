using System.Globalization;
using System.Net.Http;
using System.Security.Authentication;
using System.Text.Json;
using SocketIO.Namespaces.Diagnostics;
using SocketIO.Namespaces.Transports;

namespace SocketIO.Namespaces.Clients.Connecting;

/// <summary>Why a connection could not be made: tells failures that pass by themselves from those that somebody must fix.</summary>
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

    /// <summary>The message of an attempt that took too long.</summary>
    public static string OutOfTime(SocketIOClientOptions options)
        => $"The connection was not made within {options.ConnectTimeout.TotalSeconds:0.###} s ({nameof(SocketIOClientOptions.ConnectTimeout)}).";

    /// <summary>What a failed attempt throws.</summary>
    public static SocketIOConnectException Of(string message, Exception? cause = null)
        => new($"Cannot connect: {message}", innerException: cause) { Delivery = Delivery.NotSent };

    /// <summary>What kind of failure it is, for spans and measurements.</summary>
    public static string TypeOf(Exception failure) => failure switch
    {
        SocketIOConnectException { Errors.Count: > 0 } => "refused",
        SocketIOConnectException { InnerException: OperationCanceledException } => "timeout",
        SocketIOConnectException { InnerException: { } cause } => Causes(cause).Select(Known).FirstOrDefault(type => type is not null) ?? (cause is TransportException ? "transport_error" : ErrorTypes.Of(cause)),
        _ => ErrorTypes.Of(failure),
    };

    private static string? Known(Exception cause) => cause switch
    {
        TransportException { StatusCode: { } status } => ((int)status).ToString(CultureInfo.InvariantCulture),
        HttpRequestException { HttpRequestError: not HttpRequestError.Unknown and var error } => JsonNamingPolicy.SnakeCaseLower.ConvertName(error.ToString()),
        _ => null,
    };

    private static IEnumerable<Exception> Causes(Exception? failure)
    {
        for (var cause = failure; cause is not null; cause = cause.InnerException)
            yield return cause;
    }
}
