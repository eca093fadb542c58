namespace SocketIO.Namespaces.Diagnostics;

/// <summary>What kind of error something ended with: of few values, as tags have to be.</summary>
internal static class ErrorTypes
{
    public static string Of(Exception failure) => failure.GetType().FullName!;
}
