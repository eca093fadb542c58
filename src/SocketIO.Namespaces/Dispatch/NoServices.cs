namespace SocketIO.Namespaces.Dispatch;

/// <summary>Has no service.</summary>
internal sealed class NoServices : IServiceProvider
{
    public static readonly NoServices Instance = new();

    public object? GetService(Type serviceType) => null;
}
