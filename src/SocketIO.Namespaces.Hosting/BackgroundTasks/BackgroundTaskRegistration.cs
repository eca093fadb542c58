using System.Diagnostics.CodeAnalysis;
using SocketIO.Namespaces.Hosting.Registration;

namespace SocketIO.Namespaces.Hosting.BackgroundTasks;

/// <summary>A task to run while a client does.</summary>
/// <param name="Client">The client's name.</param>
/// <param name="Name">What messages call it.</param>
/// <param name="Task">The task.</param>
/// <param name="Options">How to run it.</param>
internal sealed record BackgroundTaskRegistration(string Client, string Name, InjectedDelegate Task, BackgroundTaskOptions Options)
{
    /// <summary>The class that the container makes for a run; null where the user says how that is done.</summary>
    [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)]
    public Type? Type { get; init; }
}
