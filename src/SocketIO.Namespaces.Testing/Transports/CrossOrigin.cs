using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace SocketIO.Namespaces.Testing.Transports;

/// <summary>Lets pages of other origins in.</summary>
internal static class CrossOrigin
{
    /// <summary>Adds what the browser wants to read.</summary>
    /// <returns>Whether the request was a browser's question only, and is answered.</returns>
    public static bool Allow(HttpContext context)
    {
        if (context.Request.Headers.Origin is not [{ } origin])
            return false;

        var headers = context.Response.Headers;
        headers.AccessControlAllowOrigin = origin;
        headers.AccessControlAllowCredentials = "true";
        if (!HttpMethods.IsOptions(context.Request.Method))
            return false;

        headers.AccessControlAllowMethods = "GET, POST";
        var asked = context.Request.Headers.AccessControlRequestHeaders;
        if (asked.Count > 0)
            headers.AccessControlAllowHeaders = asked;
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return true;
    }
}
