using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using SocketIO.Namespaces.Dispatch;
using SocketIO.Namespaces.Protocol;

namespace SocketIO.Namespaces.Testing.Connections;

/// <summary>The handlers of one namespace, one per event.</summary>
internal sealed class EventHandlers(string @namespace, PacketSerializer serializer)
{
    private readonly ConcurrentDictionary<string, HandlerMethod> _handlers = [];

    private readonly BindingContext _binding = new(serializer, new ClientIsService());

    public IDisposable Add(string eventName, Delegate handler)
    {
        ArgumentException.ThrowIfNullOrEmpty(eventName);
        if (eventName == EventNames.ConnectError)
            throw new ArgumentException("A server has no 'connect_error': its clients have.", nameof(eventName));
        var method = HandlerMethod.Compile(handler, HandlerKinds.Of(eventName), _binding);
        if (!_handlers.TryAdd(eventName, method))
            throw new InvalidOperationException($"'{eventName}' of {@namespace} has a handler already; dispose what On returned for it first.");
        return new Registration(() => _handlers.TryRemove(KeyValuePair.Create(eventName, method)));
    }

    public HandlerMethod Callback(Delegate callback) => HandlerMethod.Compile(callback, HandlerKind.Acknowledgement, _binding);

    public HandlerMethod? Find(string eventName) => _handlers.GetValueOrDefault(eventName);

    private sealed class Registration(Action remove) : IDisposable
    {
        public void Dispose() => remove();
    }

    private sealed class ClientIsService : IServiceProviderIsService
    {
        public bool IsService(Type serviceType) => serviceType == typeof(TestServerClient);
    }
}
