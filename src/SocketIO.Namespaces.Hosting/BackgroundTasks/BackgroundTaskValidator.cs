using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SocketIO.Namespaces.Hosting.Registration;

namespace SocketIO.Namespaces.Hosting.BackgroundTasks;

/// <summary>Refuses background tasks with parameters that nothing gives, together with the client's options.</summary>
internal sealed class BackgroundTaskValidator(IEnumerable<BackgroundTaskRegistration> tasks, IServiceProviderIsService isService)
    : IValidateOptions<SocketIOClientOptions>
{
    public ValidateOptionsResult Validate(string? name, SocketIOClientOptions options)
    {
        string[] faults =
        [
            .. tasks.Where(task => task.Client == name).SelectMany(task => task.Task.FindFaults($"{task.Name} of {ClientLabel.Of(task.Client)}", isService)),
        ];
        return faults.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
