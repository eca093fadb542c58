using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SocketIO.Namespaces.Hosting.Registration;

namespace SocketIO.Namespaces.Hosting.BackgroundTasks;

/// <summary>Refuses background tasks that cannot be made or have parameters that nothing supplies, together with the client's options.</summary>
internal sealed class BackgroundTaskValidator(
    IEnumerable<BackgroundTaskRegistration> tasks, IServiceProviderIsService isService, ConstructorInspector inspector)
    : IValidateOptions<SocketIOClientOptions>
{
    public ValidateOptionsResult Validate(string? name, SocketIOClientOptions options)
    {
        string[] faults = [.. tasks.Where(task => task.Client == name).SelectMany(FindFaults)];
        return faults.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private IEnumerable<string> FindFaults(BackgroundTaskRegistration task)
    {
        var owner = $"{task.Name} of {ClientLabel.Of(task.Client)}";
        foreach (string fault in task.Task.FindFaults(owner, isService))
            yield return fault;
        foreach (string fault in task.Type is { } type ? inspector.FindFaults(type, insteadOfScoped: null) : [])
            yield return $"{owner}: {fault}";
    }
}
