using System.Diagnostics.CodeAnalysis;
using SocketIO.Namespaces;
using SocketIO.Namespaces.Hosting.BackgroundTasks;

namespace Microsoft.Extensions.DependencyInjection;

public static partial class SocketIOClientBuilderExtensions
{
    /// <summary>Adds a task that is started once the client is connected for the first time, lives through reconnections, and is cancelled and awaited when
    /// the host stops or the client has ended for good.</summary>
    /// <param name="builder">The client.</param>
    /// <param name="task">The task. An exception of its is logged and ends it, unless it is to be started again; client and host live on.</param>
    /// <param name="configure">Says whether to start it again. Default: null, never.</param>
    /// <exception cref="ArgumentException">The options make no sense.</exception>
    public static ISocketIOClientBuilder AddBackgroundTask(
        this ISocketIOClientBuilder builder, Func<AsyncClient, CancellationToken, Task> task, Action<BackgroundTaskOptions>? configure = null)
        => builder.AddTask(task, type: null, configure);

    /// <summary>Adds a task with injected parameters, which is started once the client is connected for the first time, lives through reconnections, and is
    /// cancelled and awaited when the host stops or the client has ended for good.</summary>
    /// <param name="builder">The client.</param>
    /// <param name="task">The task. Its parameters are the <see cref="AsyncClient"/>, a <see cref="CancellationToken"/> and services, each if wanted and in any
    /// order; the services come from a scope that lives as long as the run, and an optional parameter gets its default if there is no such
    /// service. An exception of its is logged and ends it, unless it is to be started again; client and host live on.</param>
    /// <param name="configure">Says whether to start it again. Default: null, never.</param>
    /// <exception cref="ArgumentException"><paramref name="task"/> is <c>async void</c>, or the options make no sense.</exception>
    public static ISocketIOClientBuilder AddBackgroundTask(
        this ISocketIOClientBuilder builder, Delegate task, Action<BackgroundTaskOptions>? configure = null)
        => builder.AddTask(task, type: null, configure);

    /// <summary>Adds a task as a class, which is run once the client is connected for the first time, lives through reconnections, and is cancelled and awaited
    /// when the host stops or the client has ended for good.</summary>
    /// <remarks>Each run has an instance of its own, from a scope of its own; unless the class is registered already, with another lifetime.</remarks>
    /// <typeparam name="TTask">The class. An exception of its is logged and ends it, unless it is to be started again; client and host live on.</typeparam>
    /// <param name="builder">The client.</param>
    /// <param name="configure">Says whether to start it again. Default: null, never.</param>
    /// <exception cref="ArgumentException"><typeparamref name="TTask"/> cannot be made an instance of, or the options make no sense.</exception>
    public static ISocketIOClientBuilder AddBackgroundTask<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TTask>(
        this ISocketIOClientBuilder builder, Action<BackgroundTaskOptions>? configure = null)
        where TTask : class, ISocketIOBackgroundTask
    {
        if (typeof(TTask).IsAbstract && builder.Services.All(service => service.ServiceType != typeof(TTask)))
            throw new ArgumentException($"{typeof(TTask).Name} is abstract and not registered: add a class derived from it, or register which class to use.");

        return builder.AddTask((TTask task, AsyncClient client, CancellationToken cancellationToken) => task.RunAsync(client, cancellationToken), typeof(TTask), configure);
    }

    private static ISocketIOClientBuilder AddTask(
        this ISocketIOClientBuilder builder,
        Delegate task,
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] Type? type,
        Action<BackgroundTaskOptions>? configure)
    {
        BackgroundTaskServices.Add(builder.Services, builder.Name, task, type, configure);
        return builder;
    }
}
