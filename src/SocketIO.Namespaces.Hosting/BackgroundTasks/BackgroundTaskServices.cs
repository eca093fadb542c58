using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using SocketIO.Namespaces.Hosting.Registration;

namespace SocketIO.Namespaces.Hosting.BackgroundTasks;

/// <summary>Registers background tasks of clients.</summary>
internal static class BackgroundTaskServices
{
    /// <exception cref="ArgumentException">The delegate can't be a task, or the options make no sense.</exception>
    public static void Add(
        IServiceCollection services,
        string client,
        Delegate task,
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] Type? type,
        Action<BackgroundTaskOptions>? configure)
    {
        ArgumentNullException.ThrowIfNull(task);
        if (task.Method.ReturnType == typeof(void) && task.Method.IsDefined(typeof(AsyncStateMachineAttribute), inherit: false))
            throw new ArgumentException("The background task is async void: nobody can wait for it or see it fail, so let it return Task.", nameof(task));

        var options = new BackgroundTaskOptions();
        configure?.Invoke(options);
        if (FindFault(options) is { } fault)
            throw new ArgumentException(fault, nameof(configure));

        bool isConstructed = type is not null && services.All(service => service.ServiceType != type);
        if (isConstructed)
            services.AddScoped(type!);
        var name = type is null ? "A background task" : $"The background task {type.Name}";
        var injected = new InjectedDelegate(task, typeof(AsyncClient), typeof(CancellationToken));
        services.AddSingleton(new BackgroundTaskRegistration(client, name, injected, options) { Type = isConstructed ? type : null });
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<SocketIOClientOptions>, BackgroundTaskValidator>());
    }

    private static string? FindFault(BackgroundTaskOptions options)
        => !Enum.IsDefined(options.Restart) ? $"Restart is {options.Restart}: it must be {string.Join(" or ", Enum.GetNames<BackgroundTaskRestart>())}."
        : options.RestartDelay <= TimeSpan.Zero ? $"RestartDelay is {options.RestartDelay}: it must be above zero."
        : options.MaxRestartDelay < options.RestartDelay ? $"MaxRestartDelay is {options.MaxRestartDelay}: it must not be below RestartDelay ({options.RestartDelay})."
        : options.MaxRestartDelay > TimeSpan.FromDays(1) ? $"MaxRestartDelay is {options.MaxRestartDelay}: it must not be above a day."
        : null;
}
